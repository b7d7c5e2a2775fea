/**
 * The words of the public pages in Spanish, with `usted`.
 *
 * A draft: no human translator has reviewed it, and the pages say so with `draftTranslation`.
 */
import type { PublicWords } from './public.en.ts';

export const publicWords = {
  skipLink: 'Ir al texto principal',
  draftTranslation: 'Esta traducción es un borrador. Ninguna persona la ha revisado todavía.',
  trialBanner: 'Esto es una prueba. Los mensajes, personas y hechos de esta página son inventados.',
  navigation: {
    label: 'Páginas principales',
    home: 'Inicio',
    policy: 'Nuestras reglas',
    status: 'Mensajes a las familias',
    help: 'Ayuda y contacto',
  },
  languageChooser: {
    label: 'Idioma',
    change: 'Cambiar de idioma',
    missing: 'Esta página todavía no está en su idioma. Llámenos y pida un intérprete.',
  },
  home: {
    title: 'Nuestras escuelas y las autoridades policiales de fuera de nuestra comunidad',
    lead: 'Aquí puede leer cuáles son nuestras reglas y qué sabemos ahora.',
    welcome:
      'Todos los estudiantes son bienvenidos en nuestras escuelas, ' +
      'sin importar su estatus migratorio.',
    toStatus: 'Lea lo que sabemos ahora',
    toPolicy: 'Lea nuestras reglas',
    realTitle: '¿Es verdadero un mensaje?',
    realWhere: 'Un mensaje es verdadero solo si usted lo encuentra entre nuestros mensajes.',
    toPlans: 'Sobre un plan para su familia',
    schoolsTitle: 'Todas nuestras escuelas',
    otherLanguages: 'Otros idiomas',
  },
  policy: {
    title: 'Nuestras reglas',
    lead: 'Son para las autoridades policiales de fuera de nuestra comunidad, incluido ICE.',
    rules: {
      noConsent: {
        title: 'No damos consentimiento',
        sentences: [
          'El distrito no consiente que entren a las escuelas sin autoridad legal.',
          'Lo mismo vale para el acceso a los estudiantes y a sus expedientes.',
          'Los directores y el personal no pueden dar acceso sin consultar antes al asesor legal.',
        ],
      },
      judgeSigned: {
        title: 'Un juez tiene que haber firmado',
        sentences: [
          'Solo reconocemos una orden judicial. Es una orden firmada por un juez.',
          'Una orden administrativa la firma una agencia. No basta para entrar a una escuela.',
        ],
      },
      review: {
        title: 'Decide nuestro asesor legal',
        sentences: [
          'Se pide a los agentes que se queden afuera mientras llamamos al asesor legal.',
          'El asesor legal lee cada documento antes de que se haga otra cosa.',
          'Para tener acceso hace falta la autorización explícita del asesor legal.',
          'Si los agentes entran sin ella, nuestro personal no les cierra el paso. Lo anota.',
        ],
      },
      records: {
        title: 'Expedientes de los estudiantes',
        sentences: [
          'Una ley federal llamada FERPA protege los expedientes de los estudiantes.',
          'Para verlos, la policía necesita una orden válida de un tribunal o una citación.',
          'También los puede ver con un consentimiento por escrito.',
          'El consentimiento lo da el padre, la madre o el tutor.',
          'Desde los 18 años, lo da solo el estudiante.',
        ],
      },
      notices: {
        title: 'Le avisamos',
        sentences: [
          'Si alguien intenta una acción policial en una escuela, avisamos pronto a las familias.',
          'Antes consultamos a nuestro asesor legal.',
          'El mensaje dice solo lo que hemos verificado. Si nos equivocamos, lo corregimos.',
        ],
      },
      help: {
        title: 'Ayuda para su familia',
        sentences: [
          'Organizaciones locales ofrecen ayuda legal, talleres y consejería.',
          'El Centro para Familias ayuda a cada familia a hacer su propio plan de emergencia.',
        ],
      },
      notHeld: {
        title: 'Lo que no guardamos',
        sentences: ['Este sistema no tiene ningún campo para el estatus migratorio de nadie.'],
      },
    },
    notLegalAdvice: 'Esta página es información. No es asesoría legal.',
    inShort: 'Nuestras reglas en pocas palabras',
    letterTitle: 'La carta a las familias',
    letterInEnglish: 'Esta carta está solo en inglés. Llámenos y pida un intérprete.',
  },
  status: {
    title: 'Lo que sabemos ahora',
    noMessage: 'No hemos enviado ningún mensaje a las familias.',
    writtenAfter: 'Escribimos a las familias después de consultar a nuestro asesor legal.',
    isItReal: 'Un mensaje es verdadero solo si aparece en esta página.',
    notHere: '¿Recibió un mensaje que no está aquí? Llame a la oficina del distrito.',
    words: {
      'attempt-reported': 'Se informó de un intento',
      corrected: 'Este mensaje fue corregido',
      'no-notice': 'Ningún mensaje a las familias',
    },
    listTitle: 'Mensajes que enviamos a las familias',
    readMessage: 'Leer el mensaje',
    readCorrection: 'Leer la corrección',
    correctedMessage: 'El mensaje que fue corregido',
    notInLanguage: 'Este mensaje no está en su idioma. Llámenos y pida un intérprete.',
    asOf: 'Esta página es del',
    mark: 'Marca de este mensaje',
    markMeaning: 'Si cambia una sola letra del mensaje, cambia esta marca.',
    olderMessages:
      'Los mensajes más antiguos no están en esta página. Llame a la oficina del distrito.',
    follow: 'Siga esta página con un lector de noticias (Atom)',
  },
  plan: {
    title: 'Un plan para su familia',
    notBuilt: 'Todavía no puede hacer un plan en esta página. Esa parte aún no existe.',
    where: 'Hoy el plan se hace en el Centro para Familias o en papel.',
    nothingStored: 'Esta página no pide nada y no guarda nada sobre usted.',
  },
  labels: {
    school: 'Escuela',
    day: 'Fecha',
    time: 'Hora',
    sentAt: 'Enviado',
    correctedAt: 'Corregido',
    language: 'Idioma',
    telephone: 'Teléfono',
    address: 'Dirección',
    districtOffice: 'Oficina del distrito',
    familyCenter: 'Centro para Familias',
  },
  questions: '¿Preguntas? Llame a su escuela o a la oficina del distrito.',
  interpreter: 'Usted puede pedir un intérprete.',
  notFound: {
    title: 'Esta página no existe',
    explanation: 'La dirección puede ser antigua o estar mal escrita.',
    toHome: 'Ir a la página de inicio',
  },
  unavailable: {
    title: 'Esta página no se abre en este momento',
    explanation: 'Inténtelo de nuevo en un minuto o llame a la oficina del distrito.',
  },
  footer: {
    label: 'Sobre este sitio',
    noTraces: 'Aquí no necesita una cuenta. Este sitio no usa cookies para seguirle.',
    source: 'El programa de este sitio está abierto para que todos lo lean.',
    emergency: 'En una emergencia, llame al 911.',
  },
} as const satisfies PublicWords;
