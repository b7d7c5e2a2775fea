import type { NeverWritten } from './finding.ts';

type Why = Readonly<Record<NeverWritten, string>>;

const en: Why = {
  'status-word':
    'We do not write down anyone’s immigration status: what we do not hold cannot be taken.',
  'a-number': 'We do not write down alien registration numbers; the paper itself goes to counsel.',
  'social-security-number': 'We do not need a Social Security number, so we do not write it down.',
  birthplace: 'We do not write down where a person was born; no school decision depends on it.',
  nationality: 'We do not write down a person’s nationality; no school decision depends on it.',
  'passport-or-visa-number':
    'We do not write down passport or visa numbers, because we need neither.',
};

const es: Why = {
  'status-word':
    'No escribimos el estatus migratorio de nadie: lo que no guardamos, nadie se lo puede llevar.',
  'a-number': 'No escribimos números de extranjero; el documento mismo va al asesor legal.',
  'social-security-number': 'No necesitamos el número de Seguro Social, así que no lo escribimos.',
  birthplace: 'No escribimos dónde nació una persona; ninguna decisión escolar depende de eso.',
  nationality: 'No escribimos la nacionalidad de nadie; ninguna decisión escolar depende de eso.',
  'passport-or-visa-number':
    'No escribimos números de pasaporte ni de visa, porque no los necesitamos.',
};

const ht: Why = {
  'status-word': 'Nou pa ekri estati imigrasyon pèsonn: sa nou pa genyen, pèsonn pa ka pran li.',
  'a-number': 'Nou pa ekri nimewo etranje; se papye a menm ki ale jwenn avoka distri a.',
  'social-security-number': 'Nou pa bezwen nimewo Sosyal pèsonn, kidonk nou pa ekri li.',
  birthplace: 'Nou pa ekri kote yon moun fèt; lekòl la pa bezwen sa pou okenn desizyon.',
  nationality: 'Nou pa ekri nasyonalite pèsonn; lekòl la pa bezwen sa pou okenn desizyon.',
  'passport-or-visa-number': 'Nou pa ekri nimewo paspò ni nimewo viza, paske nou pa bezwen yo.',
};

/** Why this must not be written, in one plain sentence. es and ht await a reviewer's eye. */
export const whyNeverWritten: Readonly<Record<'en' | 'es' | 'ht', Why>> = { en, es, ht };
