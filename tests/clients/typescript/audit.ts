// An audit by openapi-fetch with the types that openapi-typescript makes of the service's description.
// Usage: node audit.js [address of the service]
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const client = createClient<paths>({ baseUrl: process.argv[2] });
const itemId = "typescript";

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const gender = (n: number) => (n % 2 === 0 ? "female" : "male");
const level = (n: number) => Math.floor(n / 2) % 3;

function told<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const item = told(await client.PUT("/v1/items/{itemId}", {
  params: { path: { itemId } },
  body: { prompt: "Which lands first?", scale: { min: 0, max: 2, step: 1 } },
}));
console.log(`item: ${item.itemId}, ${item.scale.max}`);

const json = told(await client.POST("/v1/responses", {
  body: numbers(0, 60).map((n) => ({
    responseId: `r${n}`, itemId, studentId: `s${n}`, text: `Answer ${n}: they land together.`, humanScore: level(n), groups: { gender: gender(n) },
  })),
}));
const table = "responseId,studentId,text,humanScore,group.gender\n"
  + numbers(60, 120).map((n) => `r${n},s${n},Answer ${n},${level(n)},${gender(n)}`).join("\n");
const csv = told(await client.POST("/v1/responses.csv", {
  params: { query: { item: itemId } }, body: table, bodySerializer: (body) => body, headers: { "Content-Type": "text/csv" },
}));
console.log(`responses: ${json.inserted} of JSON, ${csv.inserted} of CSV`);

const scores = told(await client.POST("/v1/scores.csv", {
  params: { query: { item: itemId, scorer: "vendor" } },
  body: "responseId,score\n" + numbers(0, 120).map((n) => `r${n},${level(n)}.${n % 5}`).join("\n"),
  bodySerializer: (body) => body,
  headers: { "Content-Type": "text/csv" },
}));
console.log(`scores: ${scores.inserted}`);

const external: components["schemas"]["ExternalRequest"] = { kind: "external", scorer: "vendor" };
const linear: components["schemas"]["LinearRequest"] = { kind: "linear", splits: ["mixed"] };
const body: components["schemas"]["AuditRequest"] = { items: [itemId], attribute: ["gender"], scorers: [external, linear], bootstrap: 100 };
console.log(`cost: ${told(await client.POST("/v1/audits/cost", { body })).fits} fits`);

let audit = told(await client.POST("/v1/audits", { body }));
const path = { auditId: audit.auditId };
while (["queued", "training", "evaluating"].includes(audit.status)) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  audit = told(await client.GET("/v1/audits/{auditId}", { params: { path } }));
}
const scorers = audit.request.scorers as components["schemas"]["ExternalDesign"][];
console.log(`audit: ${audit.status}, ${scorers.find((one) => one.kind === "external")!.scorer}`);
console.log(`audits: ${told(await client.GET("/v1/audits")).items!.length}`);
console.log(`fits: ${told(await client.GET("/v1/audits/{auditId}/fits", { params: { path } })).items!.length}`);

const events = told(await client.GET("/v1/audits/{auditId}/events", { params: { path }, parseAs: "text" }));
console.log(`events: ${events.split("\n")[0]}`);

const measures = told(await client.GET("/v1/audits/{auditId}/measures", { params: { path, query: { limit: 1000 } } })).items!;
console.log(`measures: some without a verdict ${measures.some((row) => row.verdict === null)}, some with ${measures.some((row) => row.verdict === "within"
  || row.verdict === "inconclusive" || row.verdict === "exceeds")}`);
const report = told(await client.GET("/v1/audits/{auditId}/report", { params: { path } }));
for (const answer of report.summary) {
  console.log(`${answer.question}: ${answer.scorer} ${answer.verdict}, ${answer.difference.present}`);
}
const figures = told(await client.GET("/v1/audits/{auditId}/report.csv", { params: { path }, parseAs: "text" }));
console.log(`csv: ${figures.split("\n")[0]}`);
const pdf = await client.GET("/v1/audits/{auditId}/report.pdf", { params: { path }, parseAs: "arrayBuffer" });
console.log(`pdf: ${pdf.data ? Buffer.from(pdf.data).toString("latin1", 0, 4) : pdf.error!.title}`);
const gate = told(await client.POST("/v1/gates", { body: { auditId: audit.auditId } }));
console.log(`gate: ${gate.outcome}, ${gate.reasons.length} reasons`);

const evaluation = told(await client.POST("/v1/evaluations", {
  body: numbers(0, 80).map((n) => ({ group: gender(n), humanScore: level(n), machineScore: Math.floor(n / 3) % 3 })),
}));
console.log(`evaluation: ${evaluation.summary.length} answers`);

const refused = await client.POST("/v1/audits", { body: { items: ["nowhere"], attribute: ["gender"] } });
console.log(`refused: ${refused.response.status} ${Object.keys((refused.error as components["schemas"]["ProblemDetails"]).errors!).length > 0}`);
const rows = await client.POST("/v1/responses.csv", {
  params: { query: { item: itemId } }, body: "responseId,text,humanScore\nr1,a text,9", bodySerializer: (text) => text, headers: { "Content-Type": "text/csv" },
});
console.log(`refused rows: ${rows.response.status} ${(rows.error as components["schemas"]["RefusedRows"]).errors![0].code}`);
