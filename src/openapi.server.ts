import { z } from 'zod';
import { doors } from './doors.server.ts';

type Schema = Record<string, unknown>;

const problemResponse = {
  description: 'A problem, naming the refusal (RFC 9457)',
  content: {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  },
};

const responses = {
  '200': { description: 'Done', content: { 'application/json': { schema: { type: 'object' } } } },
  '202': { description: 'Kept while the database is away; entered by itself later' },
  '400': problemResponse,
  '401': problemResponse,
  '403': problemResponse,
  '404': problemResponse,
  '409': problemResponse,
};

const idParameter = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};

// A rota is named by its duty and school, and one's own contacts by "me".
const idOf: Readonly<Record<string, Schema>> = {
  rotas: {
    ...idParameter,
    schema: { type: 'string', example: 'building-leader.cranbury-elementary' },
  },
  contacts: { ...idParameter, schema: { const: 'me' } },
};

function inputOf(reader: z.ZodType): Schema {
  const made = z.toJSONSchema(reader, { io: 'input', unrepresentable: 'any' });
  const { $schema, ...schema } = made as Schema;
  const properties = (schema.properties ?? {}) as Schema;
  const act = {
    type: 'string',
    format: 'uuid',
    description: 'The id of the act. Sent twice it is performed once, with the same answer.',
  };
  return { ...schema, properties: { act, ...properties } };
}

function writePaths(): Record<string, Schema> {
  const paths: Record<string, Schema> = {};
  for (const [subject, table] of Object.entries(doors)) {
    for (const [name, door] of Object.entries(table)) {
      const takesFile = name === 'report-paper';
      paths[`/api/v1/${subject}/{id}/${name}`] = {
        post: {
          operationId: name,
          summary: door.summary,
          tags: [subject],
          'x-kind': door.kind,
          parameters: [idOf[subject] ?? idParameter],
          requestBody: {
            required: true,
            content: {
              [takesFile ? 'multipart/form-data' : 'application/json']: {
                schema: inputOf(door.reader as z.ZodType),
              },
            },
          },
          responses,
        },
      };
    }
  }
  return paths;
}

const readings: readonly (readonly [string, string])[] = [
  ['/api/v1/me', 'Who the token acts for'],
  ['/api/v1/encounters', 'Encounters that the person may see'],
  ['/api/v1/encounters/{id}', 'One encounter: state, story, who is called'],
  ['/api/v1/notices', 'Notices'],
  ['/api/v1/notices/{id}', 'One notice and how far it has come'],
  ['/api/v1/notices/{id}/call-list', 'Households that no message reached'],
  ['/api/v1/rotas', 'Who is on call, for each duty and place'],
  ['/api/v1/rotas/{id}', 'One rota: its lines, changes, covers and the next four weeks'],
  ['/api/v1/readiness', 'Every gap of the school year, and who could be reached'],
  ['/api/v1/contacts/me', 'The ways to reach oneself, and what is known of each'],
  ['/api/v1/ledger/checkpoint', 'The newest signed checkpoint'],
];

function idFor(path: string): Schema {
  return idOf[path.split('/')[3] ?? ''] ?? idParameter;
}

function readPaths(): Record<string, Schema> {
  return Object.fromEntries(
    readings.map(([path, summary]) => [
      path,
      {
        get: { summary, parameters: path.includes('{id}') ? [idFor(path)] : [], responses },
      },
    ]),
  );
}

function otherPaths(): Record<string, Schema> {
  const post = (operationId: string, summary: string) => ({
    post: { operationId, summary, tags: ['encounters'], parameters: [idParameter], responses },
  });
  return {
    '/api/v1/encounters/{id}/begin-authorization': post(
      'begin-authorization',
      'What counsel’s passkey must sign for exactly this authorization',
    ),
    '/api/v1/encounters/{id}/answer-page': post('answer-page', 'I have it: answers the page'),
  };
}

/** The OpenAPI 3.1 document, generated from the same readers that parse forms. */
export function openApi(address: string) {
  return {
    openapi: '3.1.0',
    info: { title: 'Threshold', version: '1', license: { name: 'Apache-2.0' } },
    servers: [{ url: address }],
    security: [{ bearer: [] }],
    paths: { ...readPaths(), ...writePaths(), ...otherPaths() },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: {
          type: 'object',
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            refusal: { type: 'string', description: 'Completes “Refused, because …”' },
            problems: {
              type: 'array',
              items: {
                type: 'object',
                properties: { field: { type: 'string' }, problem: { type: 'string' } },
              },
            },
          },
          required: ['type', 'title', 'status'],
        },
      },
    },
  };
}
