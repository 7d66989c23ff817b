// Parts of resource ids that are parameters, and known before anything is deployed.

@export()
@description('Subscription of a resource; of this deployment where the id is empty.')
func subscriptionOf(id string, own string) string => empty(id) ? own : split('${id}///', '/')[2]

@export()
@description('Resource group of a resource; of this deployment where the id is empty.')
func groupOf(id string, own string) string => empty(id) ? own : split('${id}/////', '/')[4]

@export()
@description('Name of a resource.')
func nameOf(id string) string => last(split(id, '/'))

@export()
@description('Resource groups, other than our own, that the resources lie in.')
func groupsOfOthers(ids (string?)[], own string) string[] =>
  union(filter(map(filter(ids, id => !empty(id ?? '')), id => split('${id}/////', '/')[4]), group => group != own), [])
