/**
 * The words of the public pages in Haitian Creole, in the standard orthography.
 *
 * A draft: no human translator has reviewed it, and the pages say so with `draftTranslation`.
 */
import type { PublicWords } from './public.en.ts';

export const publicWords = {
  skipLink: 'Ale nan tèks prensipal la',
  draftTranslation: 'Tradiksyon sa a se yon bouyon. Poko gen moun ki verifye l.',
  trialBanner: 'Sa a se yon esè. Mesaj, moun ak evènman ki sou paj sa a envante.',
  navigation: {
    label: 'Paj prensipal yo',
    home: 'Akèy',
    policy: 'Règ nou yo',
    status: 'Mesaj pou fanmi yo',
    help: 'Èd ak kontak',
  },
  languageChooser: {
    label: 'Lang',
    change: 'Chanje lang',
    missing: 'Paj sa a poko nan lang ou. Rele nou epi mande yon entèprèt.',
  },
  home: {
    title: 'Lekòl nou yo ak ajans lapolis ki soti deyò kominote nou an',
    lead: 'Isit la ou ka li ki règ nou genyen ak sa nou konnen kounye a.',
    welcome: 'Tout elèv byenveni nan lekòl nou yo, kèlkeswa estati imigrasyon yo.',
    toStatus: 'Li sa nou konnen kounye a',
    toPolicy: 'Li règ nou yo',
    realTitle: 'Èske yon mesaj se vrè mesaj?',
    realWhere: 'Yon mesaj se vrè mesaj sèlman si ou jwenn li nan mesaj nou yo.',
    toPlans: 'Sou yon plan pou fanmi ou',
    schoolsTitle: 'Tout lekòl nou yo',
    otherLanguages: 'Lòt lang',
  },
  policy: {
    title: 'Règ nou yo',
    lead: 'Règ sa yo se pou ajans lapolis ki soti deyò kominote nou an, ICE tou.',
    rules: {
      noConsent: {
        title: 'Nou pa bay konsantman',
        sentences: [
          'Distri a pa dakò pou yo antre nan lekòl yo san otorite legal.',
          'Se menm bagay la pou aksè ak elèv yo ak dosye elèv yo.',
          'Direktè ak anplwaye pa gen dwa bay aksè anvan yo konsilte konseye legal distri a.',
        ],
      },
      judgeSigned: {
        title: 'Fòk yon jij siyen',
        sentences: [
          'Nou rekonèt manda jidisyè sèlman. Se yon manda yon jij siyen.',
          'Se yon ajans ki siyen yon manda administratif. Li pa sifi pou antre nan yon lekòl.',
        ],
      },
      review: {
        title: 'Se konseye legal nou an ki deside',
        sentences: [
          'Nou mande ajan yo rete deyò pandan n ap rele konseye legal la.',
          'Konseye legal la li chak dokiman anvan yo fè nenpòt lòt bagay.',
          'Pou gen aksè, fòk konseye legal la bay otorizasyon klè.',
          'Si ajan yo antre san otorizasyon sa a, anplwaye nou yo pa bare yo. Yo note sa.',
        ],
      },
      records: {
        title: 'Dosye elèv yo',
        sentences: [
          'Yon lwa federal ki rele FERPA pwoteje dosye elèv yo.',
          'Pou wè yo, lapolis bezwen yon lòd tribinal ki valab oswa yon sitasyon.',
          'Lapolis ka wè yo tou ak yon konsantman ekri.',
          'Se paran an oswa gadyen an ki bay konsantman.',
          'Elèv ki gen 18 an oswa plis bay li poukont li.',
        ],
      },
      notices: {
        title: 'Nou fè w konnen',
        sentences: [
          'Si yo eseye fè yon aksyon lapolis nan yon lekòl, nou fè fanmi yo konnen san pèdi tan.',
          'Anvan sa, nou konsilte konseye legal nou an.',
          'Mesaj la di sèlman sa nou verifye. Si nou fè yon erè, nou korije l.',
        ],
      },
      help: {
        title: 'Èd pou fanmi ou',
        sentences: [
          'Gen òganizasyon lokal ki ofri èd legal, atelye ak konsèy.',
          'Sant pou Fanmi an ede chak fanmi fè pwòp plan ijans li.',
        ],
      },
      notHeld: {
        title: 'Sa nou pa kenbe',
        sentences: ['Sistèm sa a pa gen okenn kaz pou estati imigrasyon pèsonn.'],
      },
    },
    notLegalAdvice: 'Paj sa a se enfòmasyon. Se pa konsèy legal.',
    inShort: 'Règ nou yo an kèk mo',
    letterTitle: 'Lèt pou fanmi yo',
    letterInEnglish: 'Lèt sa a an anglè sèlman. Rele nou epi mande yon entèprèt.',
  },
  status: {
    title: 'Sa nou konnen kounye a',
    noMessage: 'Nou pa voye okenn mesaj bay fanmi yo.',
    writtenAfter: 'Nou ekri fanmi yo apre nou fin konsilte konseye legal nou an.',
    isItReal: 'Yon mesaj se vrè mesaj sèlman si li parèt sou paj sa a.',
    notHere: 'Èske ou resevwa yon mesaj ki pa isit la? Rele biwo distri a.',
    words: {
      'attempt-reported': 'Yo rapòte yon tantativ',
      corrected: 'Mesaj sa a korije',
      'no-notice': 'Pa gen mesaj pou fanmi yo',
    },
    listTitle: 'Mesaj nou te voye bay fanmi yo',
    readMessage: 'Li mesaj la',
    readCorrection: 'Li koreksyon an',
    correctedMessage: 'Mesaj ki te korije a',
    notInLanguage: 'Mesaj sa a pa nan lang ou. Rele nou epi mande yon entèprèt.',
    asOf: 'Paj sa a montre sa nou konnen nan dat',
    mark: 'Mak mesaj sa a',
    markMeaning: 'Si yon sèl lèt nan mesaj la chanje, mak sa a chanje.',
    olderMessages: 'Mesaj ki pi ansyen yo pa sou paj sa a. Rele biwo distri a.',
    follow: 'Swiv paj sa a ak yon lektè nouvèl (Atom)',
  },
  plan: {
    title: 'Yon plan pou fanmi ou',
    notBuilt: 'Ou poko ka fè yon plan sou paj sa a. Pati sa a poko egziste.',
    where: 'Jodi a, ou fè plan an nan Sant pou Fanmi an oswa sou papye.',
    nothingStored: 'Paj sa a pa mande anyen epi li pa kenbe anyen sou ou.',
  },
  labels: {
    school: 'Lekòl',
    day: 'Dat',
    time: 'Lè',
    sentAt: 'Voye',
    correctedAt: 'Korije',
    language: 'Lang',
    telephone: 'Telefòn',
    address: 'Adrès',
    districtOffice: 'Biwo distri a',
    familyCenter: 'Sant pou Fanmi',
  },
  questions: 'Ou gen kesyon? Rele lekòl ou a oswa biwo distri a.',
  interpreter: 'Ou ka mande yon entèprèt.',
  notFound: {
    title: 'Paj sa a pa egziste',
    explanation: 'Adrès la ka ansyen oswa mal ekri.',
    toHome: 'Ale sou paj akèy la',
  },
  unavailable: {
    title: 'Paj sa a pa louvri kounye a',
    explanation: 'Eseye ankò nan yon minit, oswa rele biwo distri a.',
  },
  footer: {
    label: 'Sou sit sa a',
    noTraces: 'Ou pa bezwen kont isit la. Sit sa a pa sèvi ak cookies pou swiv ou.',
    source: 'Pwogram ki dèyè sit sa a louvri pou tout moun li.',
    emergency: 'Nan yon ijans, rele 911.',
  },
} as const satisfies PublicWords;
