import type { City } from '../../cities/city';
import type { Reply } from '../../contract/types';
import type { Handlers } from '../../http/call';

export interface CityDeps {
  readonly city: City;
}

/** The public part of the city file. Frozen: the same bytes are sent to everybody. */
const publicCity = ({ office, hotline, report, ...city }: City): Reply<'city.read'> =>
  Object.freeze({
    name: city.name,
    regionCode: city.regionCode,
    appName: city.appName,
    brandRgb: city.brandRgb,
    officeName: office.name,
    officePhone: office.phone,
    officeHours: office.hours,
    officeAddress: office.address,
    hotline: hotline.phone,
    disclaimer: city.disclaimer,
    demo: city.demo,
    links: city.links,
    reportPurposes: report.purposes,
    reportDomains: report.domains,
    reportValidDays: report.validDays,
  });

export const wireCity = ({ city }: CityDeps) => {
  const reply = publicCity(city);
  const handlers: Handlers<'city'> = { 'city.read': () => reply };
  return { handlers };
};
