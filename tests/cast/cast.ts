/**
 * The fictional cast: two districts and their people, always the same. Stories, seeds, screenshots
 * and the demo all use them, so after a week everybody knows them. Their families are in
 * households.csv and households-second.csv, beside this file.
 *
 * Never a real person: names say the duty and "(fictional)", numbers are 555-01xx (reserved for
 * fiction by NANPA), and mail goes to `cast.example` (RFC 2606), which reaches nobody.
 */

/** The duties, as `src/district/core/duties.ts` has them. */
export type CastDuty =
  | 'school-security-officer'
  | 'office-staff'
  | 'building-leader'
  | 'designated-administrator'
  | 'legal-counsel'
  | 'communications'
  | 'records-custodian'
  | 'family-center'
  | 'interpreter'
  | 'translator'
  | 'partner'
  | 'superintendent'
  | 'auditor'
  | 'it';

/** `school` is the school's id for a duty that belongs to one school, and null for all others. */
export type CastPerson = {
  readonly id: string;
  readonly name: string;
  readonly duty: CastDuty;
  readonly school: string | null;
  readonly email: string;
  readonly phone: string;
  readonly language: string;
};

export type CastDistrict = {
  readonly slug: string;
  readonly schools: readonly string[];
  /** The file of families, beside this one. */
  readonly households: string;
};

/** The day on which stories play: a Tuesday with school. The cast's ages are counted from it. */
export const castDay = '2026-11-24';

/** The two districts. They share no person, no school and no family. */
export const castDistricts = [
  {
    slug: 'norwalk',
    schools: ['cranbury-elementary', 'jefferson-elementary', 'norwalk-high'],
    households: 'households.csv',
  },
  {
    slug: 'harbor-point-fictional',
    schools: ['breakwater-elementary', 'lantern-middle'],
    households: 'households-second.csv',
  },
] as const satisfies readonly CastDistrict[];

/** The people of `norwalk`. Counsel One is called first, Counsel Two when One does not answer. */
export const cast = {
  officerOne: {
    id: '0000c001-0000-4000-8000-000000000001',
    name: 'Officer One (fictional)',
    duty: 'school-security-officer',
    school: 'cranbury-elementary',
    email: 'officer.one@cast.example',
    phone: '+12035550101',
    language: 'en',
  },
  officeOne: {
    id: '0000c001-0000-4000-8000-000000000002',
    name: 'Office One (fictional)',
    duty: 'office-staff',
    school: 'cranbury-elementary',
    email: 'office.one@cast.example',
    phone: '+12035550102',
    language: 'en',
  },
  leaderOne: {
    id: '0000c001-0000-4000-8000-000000000003',
    name: 'Leader One (fictional)',
    duty: 'building-leader',
    school: 'cranbury-elementary',
    email: 'leader.one@cast.example',
    phone: '+12035550103',
    language: 'en',
  },
  administratorOne: {
    id: '0000c001-0000-4000-8000-000000000004',
    name: 'Administrator One (fictional)',
    duty: 'designated-administrator',
    school: 'cranbury-elementary',
    email: 'administrator.one@cast.example',
    phone: '+12035550104',
    language: 'en',
  },
  officerTwo: {
    id: '0000c001-0000-4000-8000-000000000005',
    name: 'Officer Two (fictional)',
    duty: 'school-security-officer',
    school: 'jefferson-elementary',
    email: 'officer.two@cast.example',
    phone: '+12035550105',
    language: 'es',
  },
  officeTwo: {
    id: '0000c001-0000-4000-8000-000000000006',
    name: 'Office Two (fictional)',
    duty: 'office-staff',
    school: 'jefferson-elementary',
    email: 'office.two@cast.example',
    phone: '+12035550106',
    language: 'es',
  },
  leaderTwo: {
    id: '0000c001-0000-4000-8000-000000000007',
    name: 'Leader Two (fictional)',
    duty: 'building-leader',
    school: 'jefferson-elementary',
    email: 'leader.two@cast.example',
    phone: '+12035550107',
    language: 'en',
  },
  administratorTwo: {
    id: '0000c001-0000-4000-8000-000000000008',
    name: 'Administrator Two (fictional)',
    duty: 'designated-administrator',
    school: 'jefferson-elementary',
    email: 'administrator.two@cast.example',
    phone: '+12035550108',
    language: 'en',
  },
  counselOne: {
    id: '0000c001-0000-4000-8000-000000000009',
    name: 'Counsel One (fictional)',
    duty: 'legal-counsel',
    school: null,
    email: 'counsel.one@cast.example',
    phone: '+12035550109',
    language: 'en',
  },
  counselTwo: {
    id: '0000c001-0000-4000-8000-000000000010',
    name: 'Counsel Two (fictional)',
    duty: 'legal-counsel',
    school: null,
    email: 'counsel.two@cast.example',
    phone: '+12035550110',
    language: 'en',
  },
  communicationsOne: {
    id: '0000c001-0000-4000-8000-000000000011',
    name: 'Communications One (fictional)',
    duty: 'communications',
    school: null,
    email: 'communications.one@cast.example',
    phone: '+12035550111',
    language: 'en',
  },
  custodianOne: {
    id: '0000c001-0000-4000-8000-000000000012',
    name: 'Custodian One (fictional)',
    duty: 'records-custodian',
    school: null,
    email: 'custodian.one@cast.example',
    phone: '+12035550112',
    language: 'en',
  },
  familyCenterOne: {
    id: '0000c001-0000-4000-8000-000000000013',
    name: 'Family Center One (fictional)',
    duty: 'family-center',
    school: null,
    email: 'family.center.one@cast.example',
    phone: '+12035550113',
    language: 'ht',
  },
  interpreterOne: {
    id: '0000c001-0000-4000-8000-000000000014',
    name: 'Interpreter One (fictional)',
    duty: 'interpreter',
    school: null,
    email: 'interpreter.one@cast.example',
    phone: '+12035550114',
    language: 'ht',
  },
  translatorOne: {
    id: '0000c001-0000-4000-8000-000000000015',
    name: 'Translator One (fictional)',
    duty: 'translator',
    school: null,
    email: 'translator.one@cast.example',
    phone: '+12035550115',
    language: 'es',
  },
  superintendentOne: {
    id: '0000c001-0000-4000-8000-000000000016',
    name: 'Superintendent One (fictional)',
    duty: 'superintendent',
    school: null,
    email: 'superintendent.one@cast.example',
    phone: '+12035550116',
    language: 'en',
  },
  auditorOne: {
    id: '0000c001-0000-4000-8000-000000000017',
    name: 'Auditor One (fictional)',
    duty: 'auditor',
    school: null,
    email: 'auditor.one@cast.example',
    phone: '+12035550117',
    language: 'en',
  },
  itOne: {
    id: '0000c001-0000-4000-8000-000000000018',
    name: 'IT One (fictional)',
    duty: 'it',
    school: null,
    email: 'it.one@cast.example',
    phone: '+12035550118',
    language: 'en',
  },
  partnerOne: {
    id: '0000c001-0000-4000-8000-000000000019',
    name: 'Partner One (fictional)',
    duty: 'partner',
    school: null,
    email: 'partner.one@cast.example',
    phone: '+12035550119',
    language: 'es',
  },
} as const satisfies Readonly<Record<string, CastPerson>>;
