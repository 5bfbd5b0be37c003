using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>A tolerance is kept, a minimum is met: rows say which of the two they were judged by.</summary>
public sealed class BoundTests
{
    [Fact]
    public async Task Agreement_meets_its_minimum_or_does_not_and_human_rows_have_no_bound()
    {
        await using var service = new RunningService();
        await service.InitializeAsync();
        var rows = string.Concat(Enumerable.Range(0, 400).Select(at => string.Create(CultureInfo.InvariantCulture,
            $"s{at},{(at % 2 == 0 ? "F" : "M")},{at / 2 % 4},{at / 2 % 4},strict\ns{at},{(at % 2 == 0 ? "F" : "M")},{at / 2 % 4},{at / 8 % 4},blind\n")));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?bootstrap=200&studentId=student", "student,group,humanScore,machineScore,scorer\n" + rows, "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        var measures = report!["measures"]!.AsArray();
        Assert.Equal(("met", "minimum", 0.7), Verdict(measures, "strict"));
        Assert.Equal(("notMet", "minimum", 0.7), Verdict(measures, "blind"));
        Assert.All(measures.Where(row => (string?)row!["verdict"] is "within" or "exceeds"), row => Assert.Equal("tolerance", (string)row!["bound"]!));
        Assert.All(measures, row => Assert.Equal(row!["tolerance"] is null, row["bound"] is null));
        var summary = report["summary"]!.AsArray();
        Assert.All(summary, answer => Assert.Equal("open", (string)answer!["difference"]!["present"]!));
        Assert.All(
            summary, answer => Assert.Equal(
                ["present", "against", "pValue", "pAdjusted", "confidence"], answer!["difference"]!.AsObject().Select(field => field.Key)));
        Assert.All(measures.Where(row => (string)row!["scorer"]! == "human"), row => Assert.True(row!["bound"] is null && row["verdict"] is null));
    }

    [Fact]
    public async Task Rows_stored_by_an_earlier_version_read_as_met_and_not_met()
    {
        await using var database = await TestDatabase.CreateAsync();
        // As the database was before there were bounds.
        await database.ScalarAsync<int>(
            """
            alter table measures drop column bound;
            alter table measures drop constraint measures_verdict_check;
            alter table measures add constraint measures_verdict_check check (verdict in ('within', 'exceeds', 'inconclusive', 'undefined'));
            delete from schemaversions where scriptname like '%bounds_of_verdicts.sql';
            insert into audits (organisation_id, audit_id, name, status, request) values ('default', 'a', 'a', 'completed', '{}');
            insert into measures (organisation_id, audit_id, row_no, measure, scorer, n, n_by_group, tolerance, verdict) values
              ('default', 'a', 1, 'qwk', 'x', 100, '{}', 0.7, 'within'),
              ('default', 'a', 2, 'correlation', 'x', 100, '{}', 0.7, 'exceeds'),
              ('default', 'a', 3, 'degradationQwk', 'x', 100, '{}', -0.1, 'inconclusive'),
              ('default', 'a', 4, 'degradationCorrelation', 'x', 100, '{}', -0.1, 'undefined'),
              ('default', 'a', 5, 'smd', 'x', 100, '{}', 0.15, 'exceeds'),
              ('default', 'a', 6, 'equalizedOdds', 'x', 100, '{}', 0.1, 'within'),
              ('default', 'a', 7, 'qwk', 'human', 100, '{}', null, null);
            """);
        await using (var application = WebService.Build(
            [$"--ConnectionStrings:Database={database.ConnectionString}", "--Worker:Enabled=false", "--Logging:LogLevel:Default=None"]))
        {
            Assert.Equal(1, await Migrations.ApplyAsync(application.Services, TestContext.Current.CancellationToken));
        }
        Assert.Equal(
            "met minimum, notMet minimum, inconclusive minimum, undefined minimum, exceeds tolerance, within tolerance, null null",
            await database.ScalarAsync<string>(
                "select string_agg(coalesce(verdict, 'null') || ' ' || coalesce(bound, 'null'), ', ' order by row_no) from measures"));
    }

    private static (string?, string?, double?) Verdict(JsonArray measures, string scorer)
    {
        var row = measures.Single(one => (string)one!["measure"]! == "qwk" && (string)one["scorer"]! == scorer && one["group"] is null)!;
        return ((string?)row["verdict"], (string?)row["bound"], (double?)row["tolerance"]);
    }
}
