namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Completed audits that cost next to nothing: of a vendor's scores of responses that are sent for it.</summary>
internal static class VendorAudit
{
    /// <summary>Audits them.</summary>
    /// <returns>The audit's id.</returns>
    public static async Task<string> VendorAuditAsync(this HttpClient http, string item, int responses)
    {
        await http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(responses, levels: 3), "text/csv");
        var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, responses).Select(at => $"r{at},{at % 3}\n"));
        await http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}", scores, "text/csv");
        var audit = await http.AuditAsync(
            $$"""{ "items": ["{{item}}"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        return (string)audit["auditId"]!;
    }
}
