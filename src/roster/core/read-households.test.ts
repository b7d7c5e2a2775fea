import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { householdsOf, readHouseholds } from './read-households.ts';

const known = {
  schools: new Set(['cranbury', 'jefferson']),
  languages: new Set(['en', 'es', 'ht', 'pt-BR']),
};
const plain = {
  household: 'household-1',
  school: 'cranbury',
  guardian: 'guardian-1',
  guardianName: 'Guardian One (fictional)',
  language: 'es',
  email: 'family-1@cast.example',
  phone: '203-555-0101',
  channels: 'sms;email',
  student: 'student-1',
  adultFrom: '2035-01-01',
  mayContact: 'yes',
};
const names = Object.keys(plain);
const header = names.join(',');
type Cells = Partial<typeof plain>;

/** A row with these cells and otherwise ordinary ones. */
function row(cells: Cells = {}): string {
  return Object.values({ ...plain, ...cells }).join(',');
}

/** An ordinary row of another family. */
function otherRow(cells: Cells = {}): string {
  const ids = { household: 'household-2', guardian: 'guardian-2', student: 'student-2' };
  return row({ ...ids, email: 'family-2@cast.example', phone: '203-555-0102', ...cells });
}

function thirdRow(): string {
  const ids = { household: 'household-3', guardian: 'guardian-3', student: 'student-3' };
  return row({ ...ids, email: 'family-3@cast.example', phone: '203-555-0103' });
}

function read(text: string) {
  return readHouseholds(new TextEncoder().encode(text), known);
}

function readRows(...rows: string[]) {
  return read([header, ...rows, ''].join('\n'));
}

/** Where the problems are, as `line column`. */
function places(result: ReturnType<typeof read>): string[] {
  return result.problems.map(({ line, column }) => `${line} ${column}`);
}

test('an ordinary row is read in full', () => {
  expect(
    readRows(row({ language: 'PT-br', channels: 'voice; SMS ;email', mayContact: 'No' })),
  ).toEqual({
    refused: null,
    problems: [],
    rows: [
      {
        ...plain,
        line: 2,
        language: 'pt-BR',
        phone: '+12035550101',
        channels: ['voice', 'sms', 'email'],
        mayContact: false,
      },
    ],
    coverage: {
      households: 1,
      students: 1,
      withoutAnyChannel: 1,
      byLanguage: {},
      bySchool: { cranbury: 1 },
    },
  });
});

describe('a file that is read although it is untidy', () => {
  test('byte order mark, Windows line ends, blank lines and empty spreadsheet rows', () => {
    const lines = ['', header, '', row(), ',,,,,,,,,,', '   ', otherRow(), '', ''];
    const result = read(`\uFEFF${lines.join('\r\n')}`);
    expect(result.problems).toEqual([]);
    expect(result.rows.map(({ line }) => line)).toEqual([4, 7]);
  });

  test('columns in another order and capitals', () => {
    const turned = [...names].reverse().join(',').toUpperCase();
    const result = read(`${turned}\n${row().split(',').reverse().join(',')}`);
    expect(result.rows).toMatchObject([{ guardian: 'guardian-1', student: 'student-1' }]);
  });

  test.each([
    'ولي أمر (خيالي)',
    'Guardian 🌻👩‍👧 (fictional)',
    '=Guardian',
    '+1',
    '-',
    '@x',
    '\tx',
    "'Ofa",
  ])('the name %j stays as it was written', (guardianName) => {
    expect(readRows(row({ guardianName })).rows).toMatchObject([{ guardianName }]);
  });

  test('a line break in a quoted name becomes a space, and lines count as in an editor', () => {
    const broken = row({ guardianName: '"Guardian\r\nOne, ""fictional"""' });
    const result = readRows(broken, otherRow({ school: 'nowhere' }));
    expect(result.rows).toMatchObject([{ line: 2, guardianName: 'Guardian One, "fictional"' }]);
    expect(places(result)).toEqual(['4 school']);
  });
});

describe('a row that cannot be used is listed with its line and each thing wrong with it', () => {
  test.each<[string, Cells]>([
    ['household', { household: ' ' }],
    ['student', { student: '' }],
    ['guardian', { guardian: '000-12-3456' }],
    ['guardianName', { guardianName: '' }],
    ['guardianName', { guardianName: 'x'.repeat(255) }],
    ['guardianName', { guardianName: 'Guardian\0One' }],
    ['school', { school: 'harbor-elementary' }],
    ['language', { language: '' }],
    ['language', { language: 'fr' }],
    ['language', { language: 'Spanish language' }],
    ['email', { email: 'family-1' }],
    ['phone', { phone: '555-0101' }],
    ['channels', { channels: 'fax' }],
    ['channels', { channels: 'sms;sms' }],
    ['channels', { channels: 'sms;' }],
    ['channels', { channels: 'email', email: '' }],
    ['channels', { channels: 'voice', phone: '' }],
    ['adultFrom', { adultFrom: '1/1/2035' }],
    ['adultFrom', { adultFrom: '2035-02-29' }],
    ['adultFrom', { adultFrom: '2035-13-01' }],
    ['adultFrom', { adultFrom: '2016-05-01' }],
    ['mayContact', { mayContact: '' }],
    ['mayContact', { mayContact: 'true' }],
  ])('%s %j', (column, cells) => {
    const result = readRows(row(cells), otherRow());
    expect(places(result)).toEqual([`2 ${column}`]);
    expect(result.rows.map(({ line }) => line)).toEqual([3]);
  });

  test('all problems of a row, not only the first', () => {
    const result = readRows(
      row({ school: 'nowhere', language: 'xx', email: 'x', mayContact: '?' }),
    );
    expect(places(result)).toEqual(['2 school', '2 language', '2 email', '2 mayContact']);
  });

  test('too many cells and too few', () => {
    const third = thirdRow();
    const result = readRows(`${row()},more`, otherRow().slice(0, -4), third);
    expect(places(result)).toEqual(['2 null', '3 null']);
    expect(result.rows.map(({ line }) => line)).toEqual([4]);
  });

  test('Windows-1252 bytes are a problem of their row and never become other letters', () => {
    const bytes = [...readableBytes(row({ guardianName: 'Jos#' })), ...readableBytes(otherRow())];
    const latin = Uint8Array.from(bytes, (byte) => (byte === 0x23 ? 0xe9 : byte));
    const result = readHouseholds(latin.subarray(0), known);
    expect(result.refused).not.toBe(null);
    const whole = Uint8Array.from([...readableBytes(header), ...latin]);
    expect(places(readHouseholds(whole, known))).toEqual(['2 guardianName']);
    expect(readHouseholds(whole, known).rows.map(({ line }) => line)).toEqual([3]);
  });

  test('a problem never repeats what a cell holds', () => {
    const secret = 'SECRET';
    const rows = names.map((name) => row({ ...otherIds(name), [name]: secret.repeat(50) }));
    const shaped = names.map((name) => row({ ...otherIds(name), [name]: secret }));
    const result = readRows(...rows, ...shaped, `${secret}"x,`, `"${secret}`);
    expect(result.problems.length).toBe(20);
    expect(JSON.stringify(result.problems)).not.toContain(secret);
  });
});

function readableBytes(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\n`);
}

function otherIds(id: string): Cells {
  return { household: `household-${id}`, guardian: `guardian-${id}`, student: `student-${id}` };
}

describe('broken quoting', () => {
  test('one stray quotation mark does not swallow the rest of the file', () => {
    const quoted = otherRow({ guardianName: '"Guardian, Two (fictional)"' });
    const late = thirdRow();
    const result = readRows(row({ guardianName: '"Guardian' }), quoted, late);
    expect(places(result)).toEqual(['2 null', '3 null']);
    expect(result.rows.map(({ line }) => line)).toEqual([4]);
  });

  test('a mark never closed is a problem for its row and for each row after it', () => {
    const result = readRows(row(), otherRow({ guardianName: '"Guardian' }), otherRow());
    expect(places(result)).toEqual(['3 null', '4 null']);
    expect(result.rows.map(({ line }) => line)).toEqual([2]);
  });

  test('a name with a row inside it never becomes that row', () => {
    const inside = otherRow();
    const result = readRows(row({ guardianName: `"Guardian\n${inside}\n"x` }), row());
    expect(result.rows.map(({ household }) => household)).not.toContain('household-2');
    expect(result.problems.length).toBeGreaterThan(0);
  });

  test('a cell of ten megabytes is one problem, and its neighbours are read', () => {
    const vast = row({ guardianName: `"${'x'.repeat(10_000_000)}"` });
    const result = readRows(row(), vast, otherRow());
    expect(places(result)).toEqual(['3 null']);
    expect(result.rows.map(({ line }) => line)).toEqual([2, 4]);
  });
});

describe('a file that is refused whole', () => {
  test.each([
    'birthDate',
    'Date of Birth',
    'student_dob',
    'cityOfBirth',
    'citizenship',
    'Immigration Status',
    'status',
    'SSN',
    'social security no.',
    'nationality',
    'Nacionalidad',
    'country of origin',
    'visa type',
    'A-Number',
    'demographics',
    'hispanicOrLatinoEthnicity',
    'race',
    'sex',
    'home language',
    'ＳＳＮ',
  ])('a column %j refuses it, and says why', (name) => {
    const result = read(`${header},${name}\n${row()},x\n`);
    expect(result.refused).toMatch(/^Column 12 looks like .* never holds/);
    expect(result.rows).toEqual([]);
    expect(result.coverage.households).toBe(0);
  });

  test('any other unknown column is a problem, and its content is not read', () => {
    const result = read(`${header},shoeSize\n${row()},SECRET\n`);
    expect(places(result)).toEqual(['1 shoeSize']);
    expect(result.refused).toBe(null);
    expect(JSON.stringify(result)).not.toContain('SECRET');
    expect(result.rows).toHaveLength(1);
  });

  test.each([
    ['no header', `${row()}\n`, /not a header/],
    ['no bytes', '', /header is missing/],
    ['a column twice', `${header},Phone\n${row()},x\n`, /"phone" stands twice/],
    ['no mayContact', `${header.slice(0, -11)}\n${row()}\n`, /Missing: mayContact/],
    [
      'a header with broken quotes',
      `"household"x,${header.slice(10)}\n${row()}\n`,
      /cannot be read/,
    ],
    ['a header whose quote stays open', `"${header}\n${row()}\n`, /cannot be read/],
    ['UTF-16', null, /UTF-16/],
  ])('%s', (_, text, why) => {
    const bytes =
      text === null ? Uint8Array.of(0xff, 0xfe, 0x68, 0) : new TextEncoder().encode(text);
    const result = readHouseholds(bytes, known);
    expect(result.refused).toMatch(why);
    expect(result.rows).toEqual([]);
  });
});

describe('rows that contradict each other', () => {
  test('the second copy of a relation is listed, and the first stands', () => {
    const result = readRows(row(), otherRow(), row());
    expect(places(result)).toEqual(['4 null']);
    expect(result.rows.map(({ line }) => line)).toEqual([2, 3]);
  });

  test.each<[string, Cells]>([
    ['language', { language: 'ht' }],
    ['email', { email: 'other@cast.example' }],
    ['phone', { phone: '203-555-0109' }],
    ['channels', { channels: 'sms' }],
    ['guardianName', { guardianName: 'Guardian Another (fictional)' }],
  ])('a guardian with two answers in %s is used with neither', (column, cells) => {
    const result = readRows(row(), row({ ...cells, student: 'student-9' }), otherRow());
    expect(places(result)).toEqual([`2 ${column}`, `3 ${column}`]);
    expect(result.rows.map(({ line }) => line)).toEqual([4]);
  });

  test('one mailbox spelled in two ways is one mailbox', () => {
    const again = row({ email: 'Family-1@cast.example', student: 'student-9' });
    expect(readRows(row(), again).problems).toEqual([]);
  });

  test('a student with two days of coming of age is used with neither', () => {
    const result = readRows(row(), otherRow({ student: 'student-1', adultFrom: '2036-01-01' }));
    expect(places(result)).toEqual(['2 adultFrom', '3 adultFrom']);
  });
});

describe('a guardian who must not be told (P9)', () => {
  const sibling = { student: 'student-9' };

  test('a yes beside the no in the same household is not used', () => {
    const result = readRows(row(), row({ ...sibling, mayContact: 'no' }));
    expect(places(result)).toEqual(['2 mayContact']);
    expect(result.rows.map(({ line }) => line)).toEqual([3]);
  });

  test.each([
    ['another cell is wrong', row({ ...sibling, mayContact: 'no', school: 'nowhere' })],
    ['the household cannot be read', row({ ...sibling, mayContact: 'no', household: '' })],
    [
      'a comma shifted the cells',
      row({ ...sibling, guardianName: 'One, Guardian', mayContact: 'no' }),
    ],
    ['its row holds a cell too many, where even a yes is none', `${row(sibling)},more`],
    ['the answer cannot be read', row({ ...sibling, mayContact: 'protection order' })],
  ])('a no counts although %s', (_, unreadable) => {
    expect(readRows(row(), unreadable).rows).toEqual([]);
    expect(places(readRows(unreadable, row()))).toContain('3 mayContact');
  });

  test.each<[string, Cells]>([
    ['phone', { phone: '(203) 555-0101' }],
    ['email', { email: 'FAMILY-1@cast.example' }],
  ])('somebody else of the household who gives the same %s is not used', (column, cells) => {
    const barred = row({ mayContact: 'no' });
    const result = readRows(otherRow({ ...cells, household: 'household-1' }), barred);
    expect(places(result)).toEqual([`2 ${column}`]);
    expect(householdsOf(result.rows)).toMatchObject([{ guardians: [] }]);
  });

  test('an address left empty beside the no is found where else the guardian gives it', () => {
    const nowhere = { email: '', phone: '', channels: '' };
    const barred = row({ ...nowhere, mayContact: 'no' });
    const elsewhere = row({ household: 'household-7', ...sibling });
    const shared = otherRow({ household: 'household-1', phone: plain.phone });
    const result = readRows(barred, elsewhere, shared);
    expect(places(result)).toEqual(['4 phone']);
    expect(result.rows.map(({ line }) => line)).toEqual([2, 3]);
  });

  test('a no in one household leaves the yes in another', () => {
    const result = readRows(
      row({ mayContact: 'no' }),
      row({ household: 'household-7', ...sibling }),
    );
    expect(result.problems).toEqual([]);
  });
});

describe('no line is dropped in silence', () => {
  const ordinary = fc.constantFrom(row(), otherRow(), row({ mayContact: 'no' }));
  const linesOf = (...words: string[]) => {
    const cells = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 13 });
    return fc.array(
      fc.oneof(
        ordinary,
        cells.map((each) => each.join(',')),
      ),
      { maxLength: 8 },
    );
  };

  test('a line without quotation marks is a row or has a problem, and never both', () => {
    fc.assert(
      fc.property(linesOf('', 'x', 'no', 'yes', 'cranbury', 'es', ';', ' '), (lines) => {
        const result = readRows(...lines);
        const used = result.rows.map((each) => each.line);
        const named = [...new Set(result.problems.map((problem) => problem.line))];
        const filled = lines.flatMap((line, index) => (/[^, ]/.test(line) ? [index + 2] : []));
        expect([...used, ...named].sort((one, other) => one - other)).toEqual(filled);
      }),
    );
  });

  test('nothing that stands before it hides the last row of a file', () => {
    const last = row({
      household: 'h-last',
      guardian: 'g-last',
      student: 's-last',
      mayContact: 'no',
    });
    fc.assert(
      fc.property(linesOf('', 'x', '"', '""', '"x"', '"x\n', '\n"', '\r', 'es'), (lines) => {
        const result = readRows(...lines, last);
        const line = [header, ...lines, last].join('\n').split(/\r\n|\r|\n/).length;
        const isUsed = result.rows.some((each) => each.line === line);
        const isNamed = result.problems.some((problem) => problem.line === line);
        expect([isUsed, isNamed]).toContain(true);
        expect(isUsed && isNamed).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

test('any bytes at all are answered, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const whole = Uint8Array.from([...readableBytes(header), ...bytes]);
      expect(readHouseholds(whole, known).refused).toBe(null);
      readHouseholds(bytes, known);
    }),
  );
});

test('100,000 rows are read in less than five seconds', () => {
  const rows = Array.from({ length: 100_000 }, (_, index) =>
    otherRow({ household: `h${index >> 1}`, guardian: `g${index}`, student: `s${index >> 1}` }),
  );
  const bytes = new TextEncoder().encode([header, ...rows].join('\n'));
  const before = performance.now();
  const result = readHouseholds(bytes, known);
  expect(performance.now() - before).toBeLessThan(5000);
  expect(result.rows).toHaveLength(100_000);
  expect(result.coverage).toMatchObject({ households: 50_000, students: 50_000 });
});
