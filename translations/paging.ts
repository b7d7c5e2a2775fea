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
  };
  const isGrant = cause === 'somebody-is-to-become-counsel';
  return {
    language: 'en',
    subject: isGrant
      ? 'Threshold: somebody is to become counsel'
      : `${drill}Threshold: you are needed, ${school}`,
    sentence: isGrant
      ? 'Somebody was proposed as Legal Counsel of this district. If you know nothing of it, object now.'
      : [
          `${drill}${what[cause] ?? `You are needed for ${school}.`}`,
          'You are being called until somebody answers.',
        ].join(' '),
    answerByLink: 'Open this page and say that you have it:',
    answerByCode: (code) => `Reply ${code} to say you have it, or open`,
    pressToAnswer: 'Press 1 to say that you have it.',
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
  };
  const isGrant = cause === 'somebody-is-to-become-counsel';
  return {
    language: 'es',
    subject: isGrant
      ? 'Threshold: se propone a alguien como asesoría jurídica'
      : `${drill}Threshold: se le necesita, ${school}`,
    sentence: isGrant
      ? [
          'Se ha propuesto a alguien como asesoría jurídica de este distrito.',
          'Si usted no sabe nada de esto, opóngase ahora.',
        ].join(' ')
      : [
          `${drill}${what[cause] ?? `Se le necesita en ${school}.`}`,
          'Se le seguirá llamando hasta que alguien responda.',
        ].join(' '),
    answerByLink: 'Abra esta página y diga que lo atiende:',
    answerByCode: (code) => `Responda ${code} para decir que lo atiende, o abra`,
    pressToAnswer: 'Oprima 1 para decir que lo atiende.',
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
  };
  const isGrant = cause === 'somebody-is-to-become-counsel';
  return {
    language: 'ht',
    subject: isGrant
      ? 'Threshold: yo pwopoze yon moun kòm konsèy legal'
      : `${drill}Threshold: yo bezwen ou, ${school}`,
    sentence: isGrant
      ? 'Yo pwopoze yon moun kòm konsèy legal distri sa a. Si ou pa konn anyen sou sa, di non kounye a.'
      : [
          `${drill}${what[cause] ?? `Yo bezwen ou pou ${school}.`}`,
          'Y ap kontinye rele w jiskaske yon moun reponn.',
        ].join(' '),
    answerByLink: 'Louvri paj sa a epi di ou okipe sa:',
    answerByCode: (code) => `Reponn ${code} pou di ou okipe sa, oswa louvri`,
    pressToAnswer: 'Peze 1 pou di ou okipe sa.',
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
