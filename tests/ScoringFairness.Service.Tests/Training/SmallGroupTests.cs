using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>A group that is too small to train on, or that an item lacks, stops nothing.</summary>
public sealed class SmallGroupTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_essays_by_ethnicity_are_audited_and_their_smallest_groups_train_in_mixed()
    {
        var (file, groups) = QuarterOfTheEssays();
        await service.Http.SendAsync(
            HttpMethod.Post,
            "/v1/responses?item=essays&createItems=true&scaleMin=1&scaleMax=5&scaleStep=0.5"
                + "&responseId=text_id_kaggle&text=full_text&humanScore=Overall&groups=race_ethnicity",
            file, "text/csv");
        var audit = await service.Http.AuditAsync(
            """{ "items": ["essays"], "attribute": "race_ethnicity", "folds": 2, "bootstrap": 100, "minCellSize": 0, "scorers": [ { "kind": "linear" } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(
            [
                "mixed", "mixedMatched", "only:Hispanic/Latino", "only:Asian/Pacific Islander", "only:Black/African American", "only:White",
            ],
            Texts(audit["request"]!["scorers"]![0]!["splits"]));
        Assert.Equal(6, audit["request"]!["groups"]!.AsArray().Count);
        var fits = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        int Trained(string split) => fits.Where(fit => (string)fit!["split"]! == split)
            .Sum(fit => (int)fit!["sizes"]!["training"]! + (int)fit["sizes"]!["validation"]!);
        var white = groups.Count(group => group == "White");
        Assert.Equal((groups.Count, white), (Trained("mixed"), Trained("only:White")));
        // As many as the smallest split, but for what each group's share is rounded to.
        Assert.InRange(Trained("mixedMatched"), white - groups.Distinct().Count(), white);
        var qwk = (await RowsAsync(audit, "qwk", "essays")).Single(row => (string?)row["split"] == "mixed" && row["group"] is null
            && (string?)row["scorer"] == "linear" && (string?)row["form"] != "expected");
        Assert.True((double)qwk["value"]! > 0.5, qwk.ToJsonString());

        var rows = await RowsAsync(audit, "accuracyDifference", "essays");
        var small = rows.Where(row => ((string)row["contrast"]!).Contains("American Indian", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(small);
        Assert.All(small, row => Assert.Equal((null, "undefined"), ((double?)row["value"], (string?)row["verdict"])));
        Assert.All(small, row => Assert.NotNull(row["note"]));
        Assert.Contains(rows, row => (string)row["contrast"]! == "Hispanic/Latino-White" && row["value"] is not null);
        await EveryDoorOpensAsync(audit);
    }

    [Fact]
    public async Task An_item_that_lacks_a_group_is_audited_without_it()
    {
        await SendAsync("two-forms", Enumerable.Repeat("male", 40).Concat(Enumerable.Repeat("female", 40)));
        await SendAsync("one-form", Enumerable.Repeat("male", 40).Concat(Enumerable.Repeat("female", 4)));
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["two-forms", "one-form"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "linear" }, { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16,
                                                  "splits": ["mixed", "only:female"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var fits = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        Assert.Equal(
            ["mixed", "mixedMatched", "only:male"],
            fits.Where(fit => (string)fit!["itemId"]! == "one-form").Select(fit => (string)fit!["split"]!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(6, fits.Count(fit => (string)fit!["split"]! == "only:female") + fits.Count(fit => (string)fit!["split"]! == "only:male") - 2);
        Assert.Contains(audit["warnings"]!.AsArray(), one => ((string)one!["code"]!, (string?)one["itemId"]) == ("splitsNotTrained", "one-form"));
        Assert.All(
            (await RowsAsync(audit, "accuracyDifference", "one-form")).Where(row => (string?)row["split"] == "mixed"),
            row => Assert.Equal((null, "undefined"), ((double?)row["value"], (string?)row["verdict"])));
        Assert.All(
            (await RowsAsync(audit, "accuracyDifference", "two-forms")).Where(row => (string?)row["split"] == "mixed"),
            row => Assert.NotNull(row["value"]));
        await EveryDoorOpensAsync(audit);
    }

    [Fact]
    public async Task A_split_of_a_small_group_is_refused_by_name_and_a_contrast_of_one_group_too()
    {
        await SendAsync("three", Enumerable.Repeat("male", 40).Concat(Enumerable.Repeat("female", 40)).Concat(Enumerable.Repeat("diverse", 5)));
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """{ "items": ["three"], "attribute": "gender", "scorers": [ { "kind": "linear", "splits": ["mixed", "only:diverse"] } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("'only:diverse'", (string)problem!["errors"]!["/scorers/0/splits"]![0]!, StringComparison.Ordinal);
        (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            """{ "items": ["three"], "attribute": "gender", "reference": "male", "focal": "diverse", "scorers": [ { "kind": "linear" } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("a contrast needs two", (string)problem!["errors"]!["/attribute"]![0]!, StringComparison.Ordinal);
    }

    /// <summary>Every fourth essay, and all of the smallest group.</summary>
    private static (string File, List<string> Groups) QuarterOfTheEssays()
    {
        using var reader = new CsvReader(new StreamReader(SharedFolder.Path("data", "ellipse", "ellipse.csv")), CultureInfo.InvariantCulture);
        using var quarter = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new CsvWriter(quarter, CultureInfo.InvariantCulture);
        string[] columns = ["text_id_kaggle", "full_text", "race_ethnicity", "Overall"];
        var groups = new List<string>();
        Write(columns);
        reader.Read();
        reader.ReadHeader();
        for (var row = 0; reader.Read(); row++)
        {
            var group = reader.GetField("race_ethnicity")!;
            if (row % 4 == 0 || group.StartsWith("American Indian", StringComparison.Ordinal))
            {
                groups.Add(group);
                Write(columns.Select(column => reader.GetField(column)!));
            }
        }
        writer.Flush();
        return (quarter.ToString(), groups);

        void Write(IEnumerable<string> fields)
        {
            foreach (var field in fields)
            {
                writer.WriteField(field);
            }
            writer.NextRecord();
        }
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(one => (string)one!);

    private async Task EveryDoorOpensAsync(JsonNode audit)
    {
        foreach (var door in new[] { "report", "report.html", "report.csv", "measures", "fits" })
        {
            using var answer = await service.Http.GetAsync($"/v1/audits/{audit["auditId"]}/{door}", Cancellation);
            Assert.True((int)answer.StatusCode == 200, door);
        }
        var page = await service.Http.GetAsync($"/audits/{audit["auditId"]}", Cancellation);
        Assert.Equal(200, (int)page.StatusCode);
    }

    private async Task<List<JsonNode>> RowsAsync(JsonNode audit, string measure, string item) =>
    [
        .. (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/measures?measure={measure}&itemId={item}&limit=1000"))["items"]!
            .AsArray().Select(row => row!),
    ];

    private async Task SendAsync(string item, IEnumerable<string> groups)
    {
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        foreach (var (at, group) in groups.Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},{(at % 2 == 0 ? "wrong" : "right")} answer number {at} of the set,{at % 2},{group}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
    }
}
