/**
 * What a page says. No name, no paper, no number of people: only where, and that somebody is
 * needed.
 */
export type PageWords = {
  readonly language: string;
  readonly subject: string;
  readonly sentence: string;
  readonly answerByLink: string;
  readonly answerByCode: (code: string) => string;
  readonly pressToAnswer: string;
  readonly thanks: string;
  readonly noted: string;
  readonly declined: string;
  readonly willCallBack: string;
  readonly wrongNumberNoted: string;
  readonly notUnderstood: string;
};

type Facts = { readonly school: string; readonly cause: string; readonly isDrill: boolean };
type Writer = (facts: Facts) => PageWords;

const english: Writer = ({ school, cause, isDrill }) => {
  const drill = isDrill ? 'DRILL. ' : '';
  const what: Record<string, string> = {
    'agents-at-a-school': `Agents are at ${school}.`,
    'an-agency-asks': `An agency has contacted ${school}.`,
    'help-was-called': `${school} has called for help.`,
    'they-say-they-will-come-in': `Agents at ${school} say that they will come in now.`,
  };
  const alone: Readonly<Record<string, readonly [subject: string, sentence: string]>> = {
    'somebody-is-to-become-counsel': [
      'Threshold: somebody is to become counsel',
      'Somebody was proposed as Legal Counsel of this district. If you know nothing of it, object now.',
    ],
    'the-alarm-lane-is-silent': [
      'Threshold: the calling of people has stopped',
      'Threshold cannot call people at this moment. Look at the program now, and tell schools to telephone.',
    ],
  };
  const [subject, sentence] = alone[cause] ?? [];
  return {
    language: 'en',
    subject: subject ?? `${drill}Threshold: you are needed, ${school}`,
    sentence:
      sentence ??
      [
        `${drill}${what[cause] ?? `You are needed for ${school}.`}`,
        'You are being called until somebody answers.',
      ].join(' '),
    answerByLink: 'Open this page and say that you have it:',
    answerByCode: (code) => `Reply ${code} to say you have it, ${code} NO if you cannot, or open`,
    pressToAnswer: [
      'Press 1 to say that you have it. Press 2 if you cannot.',
      'Press 3 to be called back in five minutes.',
      'If you do not work for the school district, press 9.',
    ].join(' '),
    noted: 'Thank you, it is noted. Others are still called.',
    declined: 'Thank you. The next person is called now.',
    willCallBack: 'You will be called back in five minutes. Others are called meanwhile.',
    wrongNumberNoted: 'Thank you. This number will be looked at. Goodbye.',
    thanks: 'Thank you. The door can see that you have it. Please open Threshold now.',
    notUnderstood: 'That was not understood.',
  };
};

const spanish: Writer = ({ school, cause, isDrill }) => {
  const drill = isDrill ? 'SIMULACRO. ' : '';
  const what: Record<string, string> = {
    'agents-at-a-school': `Hay agentes en ${school}.`,
    'an-agency-asks': `Una agencia se ha comunicado con ${school}.`,
    'help-was-called': `${school} ha pedido ayuda.`,
    'they-say-they-will-come-in': `Agentes en ${school} dicen que van a entrar ahora.`,
  };
  const alone: Readonly<Record<string, readonly [subject: string, sentence: string]>> = {
    'somebody-is-to-become-counsel': [
      'Threshold: se propone a alguien como asesoría jurídica',
      [
        'Se ha propuesto a alguien como asesoría jurídica de este distrito.',
        'Si usted no sabe nada de esto, opóngase ahora.',
      ].join(' '),
    ],
    'the-alarm-lane-is-silent': [
      'Threshold: las llamadas se han detenido',
      [
        'Threshold no puede llamar a nadie en este momento.',
        'Revise el programa ahora y avise a las escuelas que telefoneen.',
      ].join(' '),
    ],
  };
  const [subject, sentence] = alone[cause] ?? [];
  return {
    language: 'es',
    subject: subject ?? `${drill}Threshold: se le necesita, ${school}`,
    sentence:
      sentence ??
      [
        `${drill}${what[cause] ?? `Se le necesita en ${school}.`}`,
        'Se le seguirá llamando hasta que alguien responda.',
      ].join(' '),
    answerByLink: 'Abra esta página y diga que lo atiende:',
    answerByCode: (code) => `Responda ${code} si lo atiende, ${code} NO si no puede, o abra`,
    pressToAnswer: [
      'Oprima 1 para decir que lo atiende. Oprima 2 si no puede.',
      'Oprima 3 para que se le llame de nuevo en cinco minutos.',
      'Si usted no trabaja para el distrito escolar, oprima 9.',
    ].join(' '),
    noted: 'Gracias, queda anotado. Se sigue llamando a otras personas.',
    declined: 'Gracias. Se llama ahora a la siguiente persona.',
    willCallBack: 'Se le llamará en cinco minutos. Mientras tanto se llama a otras personas.',
    wrongNumberNoted: 'Gracias. Se revisará este número. Adiós.',
    thanks: 'Gracias. En la puerta ven que usted lo atiende. Abra Threshold ahora, por favor.',
    notUnderstood: 'No se entendió.',
  };
};

const creole: Writer = ({ school, cause, isDrill }) => {
  const drill = isDrill ? 'EGZÈSIS. ' : '';
  const what: Record<string, string> = {
    'agents-at-a-school': `Gen ajan nan ${school}.`,
    'an-agency-asks': `Yon ajans kontakte ${school}.`,
    'help-was-called': `${school} rele pou èd.`,
    'they-say-they-will-come-in': `Ajan nan ${school} di y ap antre kounye a.`,
  };
  const alone: Readonly<Record<string, readonly [subject: string, sentence: string]>> = {
    'somebody-is-to-become-counsel': [
      'Threshold: yo pwopoze yon moun kòm konsèy legal',
      'Yo pwopoze yon moun kòm konsèy legal distri sa a. Si ou pa konn anyen sou sa, di non kounye a.',
    ],
    'the-alarm-lane-is-silent': [
      'Threshold: apèl yo kanpe',
      'Threshold pa ka rele moun kounye a. Gade pwogram nan touswit, epi di lekòl yo pou yo telefone.',
    ],
  };
  const [subject, sentence] = alone[cause] ?? [];
  return {
    language: 'ht',
    subject: subject ?? `${drill}Threshold: yo bezwen ou, ${school}`,
    sentence:
      sentence ??
      [
        `${drill}${what[cause] ?? `Yo bezwen ou pou ${school}.`}`,
        'Y ap kontinye rele w jiskaske yon moun reponn.',
      ].join(' '),
    answerByLink: 'Louvri paj sa a epi di ou okipe sa:',
    answerByCode: (code) => `Reponn ${code} si ou okipe sa, ${code} NO si ou pa kapab, oswa louvri`,
    pressToAnswer: [
      'Peze 1 pou di ou okipe sa. Peze 2 si ou pa kapab.',
      'Peze 3 pou yo rele w ankò nan senk minit.',
      'Si ou pa travay pou distri eskolè a, peze 9.',
    ].join(' '),
    noted: 'Mèsi, yo pran nòt. Y ap kontinye rele lòt moun.',
    declined: 'Mèsi. Y ap rele pwochen moun nan kounye a.',
    willCallBack: 'Y ap rele w ankò nan senk minit. Pandan tan sa a y ap rele lòt moun.',
    wrongNumberNoted: 'Mèsi. Y ap verifye nimewo sa a. Orevwa.',
    thanks: 'Mèsi. Moun nan pòt la wè ou okipe sa. Tanpri louvri Threshold kounye a.',
    notUnderstood: 'Sa pa t klè.',
  };
};

const writers: Readonly<Record<string, Writer>> = { en: english, es: spanish, ht: creole };

/**
 * The words of a page in a person's language; English where staff chose one we have no words for.
 */
export function pageWords(language: string, facts: Facts): PageWords {
  return (writers[language] ?? english)(facts);
}

/** What a test of somebody's telephone or mailbox says: that there is nothing to do, or one thing. */
export type TestWords = {
  readonly language: string;
  readonly subject: string;
  readonly nightly: string;
  readonly confirmByCode: (code: string) => string;
  readonly confirmByLink: string;
  readonly confirmByKey: string;
  readonly confirmed: string;
};

const tests: Readonly<Record<string, TestWords>> = {
  en: {
    language: 'en',
    subject: 'Threshold: a test, nothing is wrong',
    nightly: 'Threshold: test of your on-call messages. Nothing is wrong, and nothing to do.',
    confirmByCode: (code) => `Threshold: reply ${code} to confirm that texts reach you.`,
    confirmByLink: 'Open this page to confirm that letters reach you:',
    confirmByKey:
      'This is a test by Threshold. Nothing is wrong. Press 1 to confirm this telephone.',
    confirmed: 'Thank you. This telephone is confirmed.',
  },
  es: {
    language: 'es',
    subject: 'Threshold: una prueba, no pasa nada',
    nightly:
      'Threshold: prueba de sus mensajes de guardia. No pasa nada y no tiene que hacer nada.',
    confirmByCode: (code) => `Threshold: responda ${code} para confirmar que recibe mensajes.`,
    confirmByLink: 'Abra esta página para confirmar que recibe los correos:',
    confirmByKey:
      'Esta es una prueba de Threshold. No pasa nada. Oprima 1 para confirmar este teléfono.',
    confirmed: 'Gracias. Este teléfono está confirmado.',
  },
  ht: {
    language: 'ht',
    subject: 'Threshold: yon tès, pa gen anyen ki mal',
    nightly: 'Threshold: tès mesaj gad ou yo. Pa gen anyen ki mal, ou pa bezwen fè anyen.',
    confirmByCode: (code) => `Threshold: reponn ${code} pou konfime ou resevwa mesaj.`,
    confirmByLink: 'Louvri paj sa a pou konfime ou resevwa imèl yo:',
    confirmByKey:
      'Sa a se yon tès Threshold. Pa gen anyen ki mal. Peze 1 pou konfime telefòn sa a.',
    confirmed: 'Mèsi. Telefòn sa a konfime.',
  },
};

/** The words of a test in a person's language; English where we have none of it. */
export function testWords(language: string): TestWords {
  return tests[language] ?? (tests.en as TestWords);
}
