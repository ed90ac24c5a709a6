/** The rules of docs/architecture.md that a tool can hold. */
const feature = '^bff/features/([^/]+)/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'A cycle means two rooms are one, or one door too many.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid('no-tests-in-product', 'Nothing of the product knows its tests.', { pathNot: '^test/' }, { path: '^test/' }),
    forbid(
      'contract-stands-alone',
      'The contract is read by both sides.',
      { path: '^bff/contract/' },
      { pathNot: ['^bff/contract/', '(^|/)node_modules/zod/'] },
    ),
    forbid(
      'route-tables-import-nothing',
      'The phone loads these without zod.',
      { path: '^bff/contract/[^/]+/(routes|problems)\\.ts$' },
      { dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'phone-sees-only-the-contract',
      'The mini-program and the BFF meet in the contract.',
      { path: '^miniapp/' },
      { path: '^(bff|prisma)/', pathNot: '^bff/contract/' },
    ),
    forbid(
      'phone-loads-only-tables',
      'Values of the contract on the phone: route and problem tables; types are free.',
      { path: '^miniapp/(src|desk)/' },
      { path: '^bff/contract/', pathNot: '^bff/contract/[^/]+/(routes|problems)\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'subpackages-stand-apart',
      'WeChat forbids one subpackage to load another.',
      { path: '^miniapp/src/([^/]+)/', pathNot: '^miniapp/src/shared/' },
      { path: '^miniapp/src/([^/]+)/', pathNot: ['^miniapp/src/$1/', '^miniapp/src/shared/'] },
    ),
    forbid(
      'desk-takes-only-what-is-plain',
      'Of the phone the desk has tokens, dates, keys and drawings: nothing that knows Taro.',
      { path: '^miniapp/desk/' },
      { path: '^miniapp/src/', pathNot: '^miniapp/src/shared/(dates|new-key|ui/(icon|seal)-shapes)\\.ts$' },
    ),
    forbid(
      'phone-knows-no-desk',
      'Nothing of the desk is in the builds of the phone.',
      { path: '^miniapp/src/' },
      { path: '^miniapp/desk/' },
    ),
    forbid(
      'shared-knows-no-page',
      'Shared screens stand below the pages.',
      { path: '^miniapp/src/shared/' },
      { path: '^miniapp/src/([^/]+)/', pathNot: '^miniapp/src/shared/' },
    ),
    forbid(
      'features-stand-apart',
      'What a feature needs of another is a function in its Deps.',
      { path: feature },
      { path: feature, pathNot: '^bff/features/$1/' },
    ),
    forbid(
      'features-meet-in-the-container',
      'Who gets what is said in one place, which nobody else looks into.',
      { path: '^(bff|miniapp)/', pathNot: '^bff/(compose/|container\\.ts$)' },
      { path: '^bff/compose/' },
    ),
    forbid(
      'features-ask-ports',
      'A feature knows the outside only by its ports.',
      { path: feature },
      { path: '^bff/platform/', pathNot: '^bff/platform/ports\\.ts$' },
    ),
    forbid('features-know-no-koa', 'HTTP ends in bff/http.', { path: feature }, { path: '(^|/)node_modules/(koa|@koa)/' }),
    forbid(
      'lower-floors',
      'These stand below the features.',
      { path: '^bff/(lib|http|platform|outbox)/' },
      { path: '^bff/(features|sandbox)/' },
    ),
    forbid(
      'sql-in-stores',
      'Only stores, lib/db and the outbox talk to the database.',
      { path: '^bff/', pathNot: ['/store\\.ts$', '^bff/lib/db(/|\\.ts$)', '^bff/outbox/'] },
      { path: ['(^|/)node_modules/(@prisma|prisma|mysql2|libsql|@libsql)/', '^prisma/'] },
    ),
    forbid(
      'sandbox-stays-outside',
      'The stand-in is a process of its own.',
      { path: '^(bff|miniapp|prisma)/', pathNot: '^bff/(sandbox/|start\\.mjs)' },
      { path: '^bff/sandbox/' },
    ),
    forbid(
      'sandbox-has-its-own-code',
      'Client and stand-in must not share one mistake.',
      { path: '^bff/sandbox/' },
      { path: '^(bff|miniapp|prisma)/', pathNot: '^bff/sandbox/' },
    ),
    forbid('resolves', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    exclude: { path: ['\\.(scss|css|svg|png)$'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
