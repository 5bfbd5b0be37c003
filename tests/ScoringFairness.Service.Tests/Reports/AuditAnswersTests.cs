using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>What a list of audits says of their reports is stored when an audit completes; it builds no report.</summary>
public sealed class AuditAnswersTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_says_what_the_report_says_and_reads_no_figure_for_it()
    {
        var audit = await service.Http.VendorAuditAsync("told", 90);
        var summary = (await service.Http.ReadAsync($"/v1/audits/{audit}/report"))["summary"]!.AsArray();
        var qwk = (await service.Http.ReadAsync($"/v1/audits/{audit}/report.json"))["measures"]!.AsArray()
            .Single(row => (string)row!["measure"]! == "qwk" && row["group"] is null)!;
        var expected = Expected(summary, qwk);
        Assert.Equal(1, await service.Database.ScalarAsync<long>($"select count(*) from audit_answers where audit_id = '{audit}'"));
        Assert.Equal(expected, await MarksAsync(expected));
        Assert.Equal([audit], await FoundAsync((string)summary[0]!["verdict"]!));

        // Without its figures the audit has no report any more: whatever looked for one would find nothing to say.
        await service.Database.ScalarAsync<int>($"create table kept as select * from measures; delete from measures where audit_id = '{audit}'; select 1");
        Assert.Equal(expected, await MarksAsync(expected));
        Assert.Equal([audit], await FoundAsync((string)summary[0]!["verdict"]!));

        // An audit that was completed before, or told by another version, is told at the first look, and stored then.
        await service.Database.ScalarAsync<int>(
            "insert into measures select * from kept; update audit_answers set told_by = 'older', figures = '[]'; select 1");
        Assert.Equal(expected, await MarksAsync(expected));
        await service.Database.ScalarAsync<int>("delete from audit_answers; select 1");
        Assert.Equal(expected, await MarksAsync(expected));
        Assert.Equal(summary.Count, await service.Database.ScalarAsync<long>(
            $"select count(*) from audit_answers, jsonb_array_elements(figures) figure where audit_id = '{audit}' and figure ->> 'question' is not null"));
    }

    /// <summary>
    /// The marks of a report's answers, of which there is one a question here, that of a QWK which its minimum is not met by, and the responses
    /// that they rest on.
    /// </summary>
    private static string Expected(JsonArray summary, JsonNode qwk) => string.Join(
        ' ', [.. summary.Append(qwk).Select(answer => Mark((string)answer!["verdict"]!)).OfType<string>(), $"{summary.Max(answer => (long)answer!["n"]!)}"]);

    private static string? Mark(string verdict) => verdict switch
    {
        "within" => "●",
        "exceeds" or "notMet" => "▲",
        "inconclusive" => "◐",
        "met" => null,
        _ => "○",
    };

    private async Task<string> MarksAsync(string expected)
    {
        var words = EvaluationPage.Text(await service.Http.GetStringAsync("/", Cancellation));
        var from = words.IndexOf("male, female ", StringComparison.Ordinal) + "male, female ".Length;
        return string.Join(' ', words[from..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(expected.Count(sign => sign == ' ') + 1));
    }

    private async Task<IEnumerable<string>> FoundAsync(string verdict) =>
        (await service.Http.ReadAsync($"/v1/audits?verdict={verdict}"))["items"]!.AsArray().Select(one => (string)one!["auditId"]!);
}
