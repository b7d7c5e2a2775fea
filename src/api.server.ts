/**
 * /api/v1: everything a person can do, with the same doors that the pages use.
 *
 * Bearer tokens act with their person's duties. Errors are problem details (RFC 9457) that name the
 * refusal. No token carries an authorization without a passkey's assertion.
 */
import { randomUUID } from 'node:crypto';
import { authorizationReader } from '#encounter/readers';
import { beginAuthorization } from '#encounter/authorize';
import { seeEncounter, seeEncounters } from '#encounter/views';
import { mayDo } from '#district';
import { newestCheckpoint } from '#ledger/checkpoint';
import { readNotice } from '#notice/acts';
import { callListOf, listNotices, progressOf } from '#notice/views';
import { answerSignedIn, readCalling } from '#paging/acts';
import { readMyMethods } from '#paging/contact';
import { readRotaName } from '#rota/doors';
import { readReadiness } from '#paging/readiness';
import { seeRota, seeRotas } from '#rota/views';
import { read } from '#platform/read';
import { type EncounterId, type NoticeId, readUuid } from '#std/ids';
import { refusalWords } from '#translations/refusals.en';
import { doors, type PostAnswer, postTo, readPost, type Subject } from './doors.server.ts';

type Locals = App.Locals;

function answer(status: number, body: unknown): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
}

/** A problem in the form of RFC 9457; `refusal` is the word a program can act upon. */
function problem(status: number, title: string, more: Record<string, unknown> = {}): Response {
  return answer(status, { type: 'about:blank', title, status, ...more });
}

const unknownPlace = () => problem(404, 'There is nothing here.');

function isKnown(locals: Locals): boolean {
  return locals.desk.who.kind !== 'nobody';
}

/** Answers a reading. */
export async function answerRead(locals: Locals, path: string): Promise<Response> {
  if (!isKnown(locals)) return problem(401, 'Send a bearer token.');
  const [subject, id, part] = path.split('/');
  const { desk } = locals;
  if (subject === 'me') return answer(200, { who: desk.who });
  if (subject === 'encounters' && id === undefined) {
    return answer(200, { encounters: await seeEncounters(desk, 100) });
  }
  if (subject === 'encounters') return readOneEncounter(locals, id ?? '');
  if (subject === 'notices' && id === undefined) {
    return answer(200, { notices: await listNotices(desk, null) });
  }
  if (subject === 'notices') return readOneNotice(locals, id ?? '', part);
  if (subject === 'rotas') return readRotas(locals, id);
  if (subject === 'readiness' && id === undefined) {
    const readiness = await readReadiness(desk);
    return readiness === null ? unknownPlace() : answer(200, readiness);
  }
  if (subject === 'contacts' && id === 'me') {
    return answer(200, { methods: await readMyMethods(desk) });
  }
  if (subject === 'ledger' && id === 'checkpoint' && mayDo(desk.who, 'see-ledger', null)) {
    return answer(200, { checkpoint: await newestCheckpoint(desk.house) });
  }
  return unknownPlace();
}

async function readRotas({ desk }: Locals, name: string | undefined): Promise<Response> {
  if (name === undefined) return answer(200, { rotas: await seeRotas(desk) });
  const place = readRotaName(name);
  const seen = place === null ? null : await seeRota(desk, place);
  return seen === null ? unknownPlace() : answer(200, seen);
}

async function readOneEncounter({ desk }: Locals, text: string): Promise<Response> {
  const id = readUuid<EncounterId>(text);
  const seen = id === null ? null : await seeEncounter(desk, id);
  if (id === null || seen === null) return unknownPlace();
  return answer(200, { ...seen, calling: await readCalling(desk, id) });
}

async function readOneNotice(
  { desk }: Locals,
  text: string,
  part: string | undefined,
): Promise<Response> {
  const id = readUuid<NoticeId>(text);
  const notice = id === null ? null : await readNotice(desk, id);
  if (id === null || notice === null || notice.stage === 'unheard-of') return unknownPlace();
  if (part === 'call-list') {
    return answer(200, { callList: await callListOf(desk, id, notice.school) });
  }
  if (!mayDo(desk.who, 'see-notices', notice.school)) return unknownPlace();
  const progress = await desk.house.database.inDistrict(desk.house.district, (transaction) =>
    progressOf(transaction, id),
  );
  return answer(200, { notice, progress });
}

/** Answers an act. */
export async function answerWrite(
  locals: Locals,
  path: string,
  request: Request,
): Promise<Response> {
  if (!isKnown(locals)) return problem(401, 'Send a bearer token.');
  const [subject, id = '', door = ''] = path.split('/');
  if (subject === undefined || !isSubject(subject)) return unknownPlace();
  if (door === 'begin-authorization') return begin(locals, id, await bodyOf(request));
  if (door === 'answer-page') return answerPage(locals, id);
  const isForm = request.headers.get('content-type')?.startsWith('multipart/') === true;
  const post = isForm
    ? { ...readPost(await request.formData(), subject, id), door }
    : jsonPost(await bodyOf(request), subject, id, door);
  // A program is not asked to reconsider; what it wrote is taken, and what was found is said.
  const posted = await postTo(locals.world, locals.desk, {
    ...post,
    act: post.act === '' ? randomUUID() : post.act,
    reviewed: post.reviewed === 'not-yet' ? 'as-written' : post.reviewed,
  });
  return asResponse(posted);
}

function isSubject(text: string): text is Subject {
  return Object.hasOwn(doors, text);
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => null);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body }
    : { unreadable: true };
}

function jsonPost(body: Record<string, unknown>, subject: Subject, id: string, door: string) {
  const { act = '', ...value } = body;
  return { subject, id, door, act: String(act), value, reviewed: 'not-yet' as const };
}

async function begin(
  { desk }: Locals,
  id: string,
  body: Record<string, unknown>,
): Promise<Response> {
  const { nonce, ...value } = body;
  const encounter = readUuid<EncounterId>(id);
  const reading = read(authorizationReader, value);
  if (reading.kind === 'unreadable') {
    return problem(400, 'This could not be read.', { problems: reading.problems });
  }
  if (encounter === null || typeof nonce !== 'string' || nonce.length < 16) return unknownPlace();
  const begun = await beginAuthorization(desk, { encounter, nonce }, reading.value);
  return begun === null
    ? problem(403, refusalWords('only-legal-counsel-decides'), {
        refusal: 'only-legal-counsel-decides',
      })
    : answer(200, begun);
}

async function answerPage({ desk }: Locals, id: string): Promise<Response> {
  const encounter = readUuid<EncounterId>(id);
  const seen = encounter === null ? null : await seeEncounter(desk, encounter);
  if (encounter === null || seen === null) return unknownPlace();
  await answerSignedIn(desk, encounter, seen.encounter.school);
  return answer(200, {});
}

function asResponse(posted: PostAnswer): Response {
  switch (posted.kind) {
    case 'done':
      return answer(200, posted.body);
    case 'journaled':
      return answer(202, posted);
    case 'refused': {
      const status = posted.refusal === 'this-duty-may-not-do-that' ? 403 : 409;
      return problem(status, refusalWords(posted.refusal), { refusal: posted.refusal });
    }
    case 'unreadable':
      return problem(400, 'This could not be read.', { problems: posted.problems });
    case 'step-up-first':
      return problem(401, refusalWords('the-signer-must-be-present-again'), {
        refusal: 'the-signer-must-be-present-again',
      });
    case 'reconsider':
      return problem(422, 'Words that should not be written down.', { found: posted.found });
    case 'unknown':
      return unknownPlace();
  }
}
