import { z } from 'zod';

const zChoice = z.object({ code: z.string(), title: z.string() });

/** The public part of the city file. `brandRgb` is `r, g, b` for the design token. */
export const citySchemas = {
  'city.read': {
    reply: z.object({
      name: z.string(),
      regionCode: z.string(),
      appName: z.string(),
      brandRgb: z.string(),
      officeName: z.string(),
      officePhone: z.string(),
      officeHours: z.string(),
      officeAddress: z.string(),
      hotline: z.string(),
      /** The one sentence that says what this is not. */
      disclaimer: z.string(),
      demo: z.boolean(),
      links: z.array(z.object({ title: z.string(), url: z.string() })),
      reportPurposes: z.array(zChoice),
      reportDomains: z.array(zChoice.extend({ covered: z.boolean() })),
      reportValidDays: z.int(),
    }),
  },
};
