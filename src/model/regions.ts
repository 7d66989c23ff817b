/**
 * Short names of Azure's regions by cloud, those with restricted access and the early-access ones included: learn.microsoft.com, "Azure regions list",
 * and the region pages of Azure Government and of Azure operated by 21Vianet, as of August 2026. Regions are added a few times a year: a name that is
 * not here may still be one.
 */
import type { Cloud } from './settings.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const REGIONS: Readonly<Record<Cloud, readonly string[]>> = {
  public: words(`
    australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth brazilsoutheast
    canadacentral canadaeast centralindia centralus centraluseuap chilecentral denmarkeast eastasia eastus eastus2 eastus2euap
    francecentral francesouth germanynorth germanywestcentral indiasouthcentral indonesiacentral israelcentral italynorth
    japaneast japanwest jioindiacentral jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth
    northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral saudiarabiaeast southafricanorth southafricawest
    southcentralus southeastasia southindia spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest
    taiwannorth taiwannorthwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3
  `),
  usgov: words('usdodcentral usdodeast usgovarizona usgovtexas usgovvirginia'),
  china: words('chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3'),
};
