import { describe, expect, test } from 'vitest';
import { notAllowed, problemsOf } from './allowances.ts';
import {
  featuresIn,
  isShowing,
  openingInSql,
  refusalsIn,
  rulesCited,
  rulesStated,
} from './agreements.ts';
import { actsIn, actsWithDuties } from './duty-first.ts';
import { brokenBy } from './planted.ts';
import { wishesPerThousandLines } from './plain-types.ts';
import { filesOfOurs, type Finding } from './source.ts';

const some = 'src/commands/planted.ts';
const migration = 'db/migrations/9999-planted.sql';

describe('SQL', () => {
  test.each(['now()', 'now ()', 'current_timestamp', 'clock_timestamp()', 'LOCALTIMESTAMP'])(
    '%s is found, in a migration and in a program',
    (clock) => {
      expect(brokenBy(migration, `select ${clock};`)).toEqual(['sql-clock']);
      expect(brokenBy(some, `query('select ' + b, \`update a set b = ${clock}\`);`)).toEqual([
        'sql-clock',
      ]);
    },
  );

  test('a clock of ours, and a comment about theirs, are let be', () => {
    expect(brokenBy(some, 'query(`select $1`, [clock.now()]);')).toEqual([]);
    expect(brokenBy(migration, '-- never now()\nselect 1;')).toEqual([]);
  });

  const guarded = "call guard('a');";
  test.each([
    ['a table without district', `create table a (b text primary key); ${guarded}`],
    ['district in second place', `create table a (b text, district text primary key); ${guarded}`],
    [
      'a key that begins elsewhere',
      `create table a (district text, b text, primary key (b, district)); ${guarded}`,
    ],
    ['a table that nothing guards', 'create table a (district text primary key);'],
    ['a guard for another table', "create table a (district text primary key); call guard('ab');"],
    [
      'a foreign key across districts',
      `create table a (district text primary key, b uuid references c); ${guarded}`,
    ],
    ['a foreign key that is added later', 'alter table a add foreign key (b) references c;'],
  ])('%s is found', (_, sql) => {
    expect(brokenBy(migration, sql)).toEqual(['tables']);
  });

  test('a guarded table of a district is let be', () => {
    const columns = 'district text not null, b uuid, primary key (district, b)';
    const foreign = 'foreign key (district, b) references c on delete cascade';
    expect(brokenBy(migration, `create table a (${columns},\n${foreign}); ${guarded}`)).toEqual([]);
  });

  test('any guard that is taken out of a migration of ours is missed', () => {
    const taken = filesOfOurs()
      .filter(({ file }) => /^db\/.*\.sql$/.test(file))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/call guard\('\w+'\);/g)].map(([guard]) => ({
          guard,
          broken: brokenBy(file, text.replace(guard, '')),
        })),
      );
    expect(taken.length).toBeGreaterThan(25);
    expect(taken.filter(({ broken }) => !broken.includes('tables'))).toEqual([]);
  });

  test('a number that the database makes up is found', () => {
    expect(brokenBy(migration, 'alter table a add b bigserial;')).toEqual(['sql-dice']);
    expect(brokenBy(some, "query('alter table a add b serial');")).toEqual(['sql-dice']);
  });

  test('what outlives a transaction is found outside the platform', () => {
    const listening = "query('listen planted');";
    expect(brokenBy(some, listening)).toEqual(['sql-sessions']);
    expect(brokenBy(some, "query('select pg_advisory_lock(1)');")).toEqual(['sql-sessions']);
    expect(brokenBy('src/platform/database.server.ts', listening)).toEqual([]);
    expect(brokenBy(some, "query('select pg_advisory_xact_lock(1)');")).toEqual([]);
  });
});

describe('words', () => {
  test.each([
    'const citizenship = 1;',
    'type A = { immigrationStatus: string };',
    "const a = 'country_of_birth';",
    "const a = 'place: birthplace';",
    'const studentSSN = 1;',
    'query(`select social_security from b`);',
    'const visaType = 1;',
    "const a = 'aliens';",
    'const isIllegal = 1;',
    'const suspects = [];',
  ])('%s has nowhere to go', (text) => {
    expect(brokenBy(some, text)).toEqual(['never-stored']);
  });

  test('a column, a label and a head of a table are words too', () => {
    expect(brokenBy(migration, 'alter table a add citizenship text;')).toEqual(['never-stored']);
    expect(brokenBy('src/notice/screens/a.svelte', '<Field name="visa" />')).toEqual([
      'never-stored',
    ]);
    expect(brokenBy('tests/cast/a.csv', 'student,birthplace\n')).toEqual(['never-stored']);
  });

  test('what only looks like it, and what the letter says itself, are let be', () => {
    expect(brokenBy(some, 'const supervisable = advisable; // no visa')).toEqual([]);
    expect(brokenBy(some, "const a = 'welcome, whatever their immigration status';")).toEqual([]);
  });

  test('a warrant of which nobody says whose is found', () => {
    expect(brokenBy(some, 'const warrant = 1;')).toEqual(['bare-warrant']);
    expect(brokenBy(some, "const a = 'warrant';")).toEqual(['bare-warrant']);
    expect(brokenBy(migration, 'alter table a add warrant text;')).toEqual(['bare-warrant']);
    expect(brokenBy(some, "const a = ['judicial-warrant', 'Counsel has your warrant.'];")).toEqual(
      [],
    );
  });

  test.each([
    'NoticeManager',
    'formHandler',
    'RowProcessor',
    'PageService',
    'dateUtil',
    'AHelpers',
  ])('the doer %s is found', (name) =>
    expect(brokenBy(some, `const ${name} = 1;`)).toEqual(['doer-nouns']),
  );

  test('the building leader is called so', () => {
    expect(brokenBy(some, 'const schoolPrincipal = 1;')).toEqual(['glossary']);
  });

  test('what is left for later has a number', () => {
    expect(brokenBy(some, '// TODO: mend this')).toEqual(['later']);
    expect(brokenBy(some, '// FIXME #7')).toEqual(['later']);
    expect(brokenBy(some, '// TODO (#7): mend this')).toEqual([]);
  });
});

describe('agreements', () => {
  test('any duty check that is taken out of an act of ours is missed', () => {
    const taken = filesOfOurs().flatMap(({ file, text }) =>
      actsIn(file, text).map(({ act, name }) => {
        const bare = act.getText().replaceAll(/\b(mayDo|mayReport|order)\(/g, 'assume(');
        return { file, name, broken: brokenBy(file, text.replace(act.getText(), bare)) };
      }),
    );
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.filter(({ broken }) => !broken.includes('duty-first'))).toEqual([]);
  });

  test('the acts of a table of duties are its keys', () => {
    expect(actsWithDuties("  'see-it': [a],\n  'do-it': [\n    b,\n  ],\n")).toEqual([
      'see-it',
      'do-it',
    ]);
  });

  test('the list in the database is read as it stands', () => {
    const sql = "create function opens(a text) returns b as $$\n  select a in ('X', 'Y')\n$$;";
    expect(openingInSql(sql)).toEqual(['X', 'Y']);
  });

  test('a refusal is found in a list and in a type', () => {
    const list = "export const aRefusals = ['it-is-late'] as const;";
    const type = "export type BRefusal = 'it-is-early' | 'it-is-gone';";
    const refusals = ['it-is-late', 'it-is-early', 'it-is-gone'];
    expect(refusalsIn(some, `${list}\n${type}\nconst other = ['not-this'];`)).toEqual(refusals);
  });

  test('the rules of the letter are read where they are cited and where they are stated', () => {
    expect(rulesCited('/* so it is. (P3, P14) But (P is) not P5. */')).toEqual([3, 14]);
    expect(rulesStated('## P1 Nobody\n| P2 | a |\n- **P3** b\ntext about P4')).toEqual([1, 2, 3]);
  });

  test('a row of the features is read with its state and what shows it', () => {
    const row = '| 7 | Cover | done | `tests/stories/cover.story`, src/a/b.test.ts |';
    expect(featuresIn(`| # | Feature |\n|---|---|\n${row}\n`)).toEqual([
      { number: 7, states: ['done'], shownBy: ['tests/stories/cover.story', 'src/a/b.test.ts'] },
    ]);
    expect(isShowing('tests/stories/cover.story')).toBe(true);
    expect(isShowing('src/a/b.ts')).toBe(false);
  });
});

describe('allowances', () => {
  const found: Finding = { rule: 'r', file: 'f', line: 1, what: 'w', words: 'why' };
  const reason = 'Somebody else chose this name for us.';
  const allowed = {
    rule: 'r',
    file: 'f',
    what: 'w',
    owner: 'founders',
    reason,
    until: '2027-03-01',
  };
  const list = { ceiling: 1, allowances: [allowed] };

  test('what is allowed is quiet, and everything beside it is not', () => {
    expect(notAllowed([found], [allowed])).toEqual([]);
    expect(notAllowed([{ ...found, what: 'other' }], [allowed])).toEqual(['f:1 r: other (why)']);
  });

  test('an allowance that is needed, reasoned and in time is no problem', () => {
    expect(problemsOf(list, [found], '2027-03-01')).toEqual([]);
  });

  test.each([
    ['is no longer needed', list, [], '2027-01-01'],
    ['ran out', list, [found], '2027-03-02'],
    ['is one too many', { ...list, ceiling: 0 }, [found], '2027-01-01'],
    ['leaves room for another', { ...list, ceiling: 2 }, [found], '2027-01-01'],
    ['stands twice', { ceiling: 2, allowances: [allowed, allowed] }, [found], '2027-01-01'],
    ['has no reason', { ceiling: 1, allowances: [{ ...allowed, reason: '' }] }, [found], '2027'],
    ['has no owner', { ceiling: 1, allowances: [{ ...allowed, owner: '' }] }, [found], '2027'],
  ])('an allowance that %s is a problem', (_, allowances, findings, today) => {
    expect(problemsOf(allowances, findings, today)).toHaveLength(1);
  });

  test('a wish is counted outside the law and the tests', () => {
    const text = 'const a = b as string;\n'.repeat(10);
    expect(wishesPerThousandLines([{ file: some, text }])).toBeGreaterThan(900);
    expect(wishesPerThousandLines([{ file: 'src/a.test.ts', text }])).toBe(0);
  });
});
