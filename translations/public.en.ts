/**
 * The words of the public pages, in English: the language the others are complete against.
 *
 * Plain sentences without variables, so that they cross from server to browser as they are. What
 * differs from district to district (its name, its telephone) stands beside them on the page. They
 * promise nothing about the future and say what is not held; they give no advice to hide.
 */

/** A rule of the district as a family reads it: a heading and its sentences. */
export interface PublicRule {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Every word on the pages that need no account; a language that lacks one does not compile. */
export interface PublicWords {
  readonly skipLink: string;
  readonly draftTranslation: string;
  readonly trialBanner: string;
  readonly navigation: {
    readonly label: string;
    readonly home: string;
    readonly policy: string;
    readonly status: string;
    readonly help: string;
  };
  readonly languageChooser: {
    readonly label: string;
    readonly change: string;
    readonly missing: string;
  };
  readonly home: {
    readonly title: string;
    readonly lead: string;
    readonly welcome: string;
    readonly toStatus: string;
    readonly toPolicy: string;
    readonly realTitle: string;
    readonly realWhere: string;
    readonly toPlans: string;
    readonly schoolsTitle: string;
    readonly otherLanguages: string;
  };
  readonly policy: {
    readonly title: string;
    readonly lead: string;
    readonly rules: {
      readonly noConsent: PublicRule;
      readonly judgeSigned: PublicRule;
      readonly review: PublicRule;
      readonly records: PublicRule;
      readonly notices: PublicRule;
      readonly help: PublicRule;
      readonly notHeld: PublicRule;
    };
    readonly notLegalAdvice: string;
    readonly inShort: string;
    readonly letterTitle: string;
    readonly letterInEnglish: string;
  };
  readonly status: {
    readonly title: string;
    readonly noMessage: string;
    readonly writtenAfter: string;
    readonly isItReal: string;
    readonly notHere: string;
    readonly words: {
      readonly 'attempt-reported': string;
      readonly corrected: string;
      readonly 'no-notice': string;
    };
    readonly listTitle: string;
    readonly readMessage: string;
    readonly readCorrection: string;
    readonly correctedMessage: string;
    readonly notInLanguage: string;
    readonly asOf: string;
    readonly mark: string;
    readonly markMeaning: string;
    readonly olderMessages: string;
    readonly follow: string;
  };
  readonly plan: {
    readonly title: string;
    readonly notBuilt: string;
    readonly where: string;
    readonly nothingStored: string;
  };
  readonly labels: {
    readonly school: string;
    readonly day: string;
    readonly time: string;
    readonly sentAt: string;
    readonly correctedAt: string;
    readonly language: string;
    readonly telephone: string;
    readonly address: string;
    readonly districtOffice: string;
    readonly familyCenter: string;
  };
  readonly questions: string;
  readonly interpreter: string;
  readonly notFound: {
    readonly title: string;
    readonly explanation: string;
    readonly toHome: string;
  };
  readonly unavailable: { readonly title: string; readonly explanation: string };
  readonly footer: {
    readonly label: string;
    readonly noTraces: string;
    readonly source: string;
    readonly emergency: string;
  };
}

export const publicWords = {
  skipLink: 'Skip to the main text',
  draftTranslation: 'This translation is a draft. No person has reviewed it yet.',
  trialBanner: 'This is a trial. Messages, people and events on this page are made up.',
  navigation: {
    label: 'Main pages',
    home: 'Home',
    policy: 'Our rules',
    status: 'Messages to families',
    help: 'Help and contact',
  },
  languageChooser: {
    label: 'Language',
    change: 'Change language',
    missing: 'This page is not in your language yet. Call us and ask for an interpreter.',
  },
  home: {
    title: 'Our schools and law enforcement from outside our community',
    lead: 'Here you can read what our rules are and what we know now.',
    welcome: 'Every student is welcome in our schools, whatever their immigration status.',
    toStatus: 'Read what we know now',
    toPolicy: 'Read our rules',
    realTitle: 'Is a message real?',
    realWhere: 'A message is real only if you find it among our messages.',
    toPlans: 'About a plan for your family',
    schoolsTitle: 'All our schools',
    otherLanguages: 'Other languages',
  },
  policy: {
    title: 'Our rules',
    lead: 'These rules are for law enforcement from outside our community, including ICE.',
    rules: {
      noConsent: {
        title: 'We do not consent',
        sentences: [
          'The district does not consent to their entering schools without legal authority.',
          'The same is true for access to students and to student records.',
          'Principals and staff may not give access before they have asked our Legal Counsel.',
        ],
      },
      judgeSigned: {
        title: 'A judge must have signed',
        sentences: [
          'We recognize only a judicial warrant. That is a warrant signed by a judge.',
          'An administrative warrant is signed by an agency. It is not enough to enter a school.',
        ],
      },
      review: {
        title: 'Our Legal Counsel decides',
        sentences: [
          'Agents are asked to stay outside while our Legal Counsel is called.',
          'Our Legal Counsel reads every paper before anything else is done.',
          'Access needs the explicit authorization of our Legal Counsel.',
          'Our staff do not stand in the way of agents who enter without it. They write it down.',
        ],
      },
      records: {
        title: 'Student records',
        sentences: [
          'A federal law called FERPA protects student records.',
          'Law enforcement needs a valid court order, a subpoena or written consent to see them.',
          'The parent or guardian gives consent. A student who is 18 or older gives it alone.',
        ],
      },
      notices: {
        title: 'You are told',
        sentences: [
          'If an enforcement action is attempted at a school, we tell families promptly.',
          'Before that, we consult our Legal Counsel.',
          'The message says only what we have verified. If we got something wrong, we correct it.',
        ],
      },
      help: {
        title: 'Help for your family',
        sentences: [
          'Local organizations offer legal help, workshops and counseling.',
          'The Family Center helps families to make their own emergency plan.',
        ],
      },
      notHeld: {
        title: 'What we do not keep',
        sentences: ['This system has no field for the immigration status of anybody.'],
      },
    },
    notLegalAdvice: 'This page is information. It is not legal advice.',
    inShort: 'Our rules in short',
    letterTitle: 'The letter to families',
    letterInEnglish: 'This letter is in English only. Call us and ask for an interpreter.',
  },
  status: {
    title: 'What we know now',
    noMessage: 'We have sent no message to families.',
    writtenAfter: 'We write to families after we have consulted our Legal Counsel.',
    isItReal: 'A message is real only if it stands on this page.',
    notHere: 'Did you get a message that is not here? Call the district office.',
    words: {
      'attempt-reported': 'An attempt was reported',
      corrected: 'This message was corrected',
      'no-notice': 'No message to families',
    },
    listTitle: 'Messages we sent to families',
    readMessage: 'Read the message',
    readCorrection: 'Read the correction',
    correctedMessage: 'The message that was corrected',
    notInLanguage: 'This message is not in your language. Call us and ask for an interpreter.',
    asOf: 'This page is as of',
    mark: 'Mark of this message',
    markMeaning: 'If one letter of the message changes, this mark changes.',
    olderMessages: 'Older messages are not on this page. Call the district office.',
    follow: 'Follow this page with a feed reader (Atom)',
  },
  plan: {
    title: 'A plan for your family',
    notBuilt: 'You cannot make a plan on this page yet. That part is not built.',
    where: 'Today you make your plan at the Family Center or on paper.',
    nothingStored: 'This page asks for nothing and stores nothing about you.',
  },
  labels: {
    school: 'School',
    day: 'Date',
    time: 'Time',
    sentAt: 'Sent',
    correctedAt: 'Corrected',
    language: 'Language',
    telephone: 'Telephone',
    address: 'Address',
    districtOffice: 'District office',
    familyCenter: 'Family Center',
  },
  questions: 'Questions? Call your school or the district office.',
  interpreter: 'You can ask for an interpreter.',
  notFound: {
    title: 'This page does not exist',
    explanation: 'The address may be old or mistyped.',
    toHome: 'Go to the home page',
  },
  unavailable: {
    title: 'This page does not open right now',
    explanation: 'Try again in a minute, or call the district office.',
  },
  footer: {
    label: 'About this site',
    noTraces: 'You need no account here. This site does not use cookies to follow you.',
    source: 'The program behind this site is open for everybody to read.',
    emergency: 'In an emergency, call 911.',
  },
} as const satisfies PublicWords;
