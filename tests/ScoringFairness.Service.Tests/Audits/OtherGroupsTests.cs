using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Which groups an audit compares, what becomes of the others, and what is no group.</summary>
public sealed class OtherGroupsTests(RunningService service) : IClassFixture<RunningService>
{
    private static int _items;

    private static readonly (string Group, int N)[] Five = [("male", 40), ("female", 36), ("diverse", 20), ("x", 12), ("NA", 32), ("EMPTY", 11)];

    [Fact]
    public async Task Named_groups_are_compared_and_the_others_take_no_part_and_are_counted()
    {
        var item = await SendAsync(Five);
        var (audit, report) = await AuditAsync(item, """ "groups": ["FEMALE", "male"] """);
        Assert.Equal(("leaveOut", "male,female"), (Text(audit["request"]!["otherGroups"]), Groups(audit["request"]!["groups"])));
        Assert.Equal("male,female", Groups(audit["request"]!["comparedGroups"]));
        var data = report["data"]!["items"]![0]!;
        Assert.Equal(["female", "male"], data["groups"]!.AsArray().Select(group => Text(group!["group"])));
        Assert.Equal((32, 20 + 12 + 11), ((int)data["notReported"]!, (int)data["excluded"]![0]!["n"]!));
        Assert.Equal(40 + 36 + 32, await service.Database.ScalarAsync<long>(
            $"select count(*) from audit_responses where audit_id = '{audit["auditId"]}'"));
        var missing = report["warnings"]!.AsArray().Single(one => Text(one!["code"]) == "missingWords")!;
        Assert.Contains("'NA'", Text(missing["message"]), StringComparison.Ordinal);
        var page = await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken);
        Assert.Contains("excluded: of a group that is not compared", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_others_are_merged_into_one_group()
    {
        var item = await SendAsync(Five);
        var (audit, report) = await AuditAsync(item, """ "groups": ["male", "female"], "otherGroups": "merge", "missing": "not reported, EMPTY" """);
        Assert.Equal("male,female,other", Groups(audit["request"]!["groups"]));
        var data = report["data"]!["items"]![0]!;
        Assert.Equal(
            [("female", 36), ("male", 40), ("other", 32)],
            data["groups"]!.AsArray().Select(group => (Text(group!["group"]), (int)group["n"]!)));
        Assert.Equal((32 + 11, 0), ((int)data["notReported"]!, data["excluded"]!.AsArray().Count));
        Assert.Contains(report["measures"]!.AsArray(), row => (string?)row!["contrast"] == "male-other" && row["value"] is not null);
    }

    [Fact]
    public async Task Without_names_the_groups_below_the_least_size_are_the_others()
    {
        var item = await SendAsync(Five);
        var (audit, _) = await AuditAsync(item, """ "otherGroups": "merge", "minGroupSize": 30 """);
        Assert.Equal("male,other,female", Groups(audit["request"]!["groups"]));
        (audit, _) = await AuditAsync(item, """ "otherGroups": "leaveOut", "minGroupSize": 30 """);
        Assert.Equal("male,female", Groups(audit["request"]!["groups"]));
    }

    [Fact]
    public async Task All_are_compared_unless_said_and_a_group_called_NA_where_it_is_named()
    {
        var item = await SendAsync(Five);
        var (audit, report) = await AuditAsync(item, """ "minGroupSize": 20 """);
        Assert.Equal(("compare", "male,female,diverse,x,EMPTY"), (Text(audit["request"]!["otherGroups"]), Groups(audit["request"]!["groups"])));
        Assert.Equal(32, (int)report["data"]!["items"]![0]!["notReported"]!);
        (audit, report) = await AuditAsync(item, """ "groups": ["male", "NA"] """);
        Assert.Equal("male,NA", Groups(audit["request"]!["groups"]));
        Assert.Equal(0, (int)report["data"]!["items"]![0]!["notReported"]!);
        (audit, _) = await AuditAsync(item, """ "reference": "NA", "focal": "female" """);
        Assert.Equal("NA,female", Groups(audit["request"]!["groups"]));
    }

    [Theory]
    [InlineData(""" "groups": ["male", "martian"] """, "groups", "martian")]
    [InlineData(""" "groups": ["male"] """, "groups", "fewer than two")]
    [InlineData(""" "groups": ["male", "female"], "focal": "x" """, "focal", "'x'")]
    [InlineData(""" "groups": ["male", "MALE"] """, "groups", "twice")]
    public async Task What_cannot_be_compared_is_named(string options, string field, string said)
    {
        var item = await SendAsync(Five);
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request(item, options));
        Assert.Equal(400, status);
        Assert.Contains(said, string.Join(' ', problem!["errors"]![$"/{field}"]!.AsArray().Select(Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merged_group_takes_no_name_that_is_taken()
    {
        var item = await SendAsync([("male", 40), ("other", 40), ("x", 30)]);
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", Request(item, """ "groups": ["male", "other"], "otherGroups": "merge" """));
        Assert.Equal((400, true), (status, Text(problem!["errors"]!["/groups"]![0]).Contains("'other'", StringComparison.Ordinal)));
        (status, _) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Request(item, """ "otherGroups": "drop" """));
        Assert.Equal(400, status);
    }

    [Fact]
    public async Task The_form_takes_them_too()
    {
        var item = await SendAsync(Five);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["items"] = item,
            ["attribute"] = "gender",
            ["groups"] = "male, female",
            ["otherGroups"] = "merge",
            ["missing"] = "EMPTY",
            ["trained"] = "linear",
            ["folds"] = "2",
            ["bootstrap"] = "100",
            ["minGroupSize"] = "10",
        });
        using var answer = await service.Http.PostAsync(new Uri("/audits", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        var audit = await service.Http.WaitAsync(answer.RequestMessage!.RequestUri!.Segments[^1]);
        Assert.Equal(("merge", "male,female,other"), (Text(audit["request"]!["otherGroups"]), Groups(audit["request"]!["groups"])));
        Assert.Contains(audit["request"]!["missing"]!.AsArray(), word => Text(word) == "EMPTY");
    }

    [Fact]
    public async Task Evaluations_choose_leave_out_and_merge_as_well()
    {
        var csv = new StringBuilder("item,student,group,humanScore,humanScore2,machineScore\n");
        foreach (var (at, group) in Five.SelectMany(one => Enumerable.Repeat(one.Group, one.N)).Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"{(at < 20 ? "b" : "a")},s{at % 75},{group},{at % 3},{at % 2},{at % 4 % 3}");
        }
        async Task<JsonNode> EvaluateAsync(string query)
        {
            var (status, answer) = await service.Http.SendAsync(
                HttpMethod.Post, $"/v1/evaluations?bootstrap=100&minGroupSize=10&itemId=item&studentId=student&scaleMin=0&scaleMax=2{query}",
                csv.ToString(), "text/csv");
            Assert.True(status is 200 or 400, answer?.ToJsonString());
            return answer!;
        }

        var report = await EvaluateAsync("&groups=male,female");
        var data = report["data"]!["items"]![0]!;
        Assert.Equal(("a", 20 + 12 + 11, 32), (Text(data["itemId"]), (int)data["excluded"]![0]!["n"]!, (int)data["notReported"]!));
        Assert.True((bool)report["data"]!["repeatedStudents"]!);
        Assert.True((bool)report["data"]!["ratedTwice"]!);
        Assert.Contains(report["warnings"]!.AsArray(), one => (Text(one!["code"]), (string?)one["itemId"]) == ("oneGroupOnly", "b"));
        report = await EvaluateAsync("&groups=male,NA&otherGroups=merge");
        Assert.Contains(report["measures"]!.AsArray(), row => (string?)row!["contrast"] == "other-NA");
        Assert.Contains("martian", (await EvaluateAsync("&groups=male,martian")).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("otherGroups", (await EvaluateAsync("&otherGroups=merge")).ToJsonString(), StringComparison.Ordinal);
    }

    private static string Text(JsonNode? node) => (string)node!;

    private static string Groups(JsonNode? list) => string.Join(',', list!.AsArray().Select(Text));

    private static string Request(string item, string options)
    {
        var least = options.Contains("minGroupSize", StringComparison.Ordinal) ? "" : "\"minGroupSize\": 10,";
        return $$"""
            { "items": ["{{item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100, {{least}}
              "scorers": [ { "kind": "linear", "splits": ["mixed"] } ], {{options}} }
            """;
    }

    private async Task<(JsonNode Audit, JsonNode Report)> AuditAsync(string item, string options)
    {
        var audit = await service.Http.AuditAsync(Request(item, options));
        Assert.True(Text(audit["status"]) == "completed", audit.ToJsonString());
        return (audit, await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report"));
    }

    private async Task<string> SendAsync(IEnumerable<(string Group, int N)> groups)
    {
        var item = $"g{Interlocked.Increment(ref _items)}";
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        foreach (var (at, group) in groups.SelectMany(one => Enumerable.Repeat(one.Group, one.N)).Index())
        {
            csv.AppendLine(CultureInfo.InvariantCulture, $"r{at},{(at % 2 == 0 ? "wrong" : "right")} answer number {at} of the set,{at % 2},{group}");
        }
        var (status, body) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=1&notMissing=NA", csv.ToString(), "text/csv");
        Assert.True(status == 200, body?.ToJsonString());
        return item;
    }
}
