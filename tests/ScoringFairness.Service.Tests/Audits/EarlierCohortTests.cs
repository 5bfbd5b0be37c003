using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>Two audits whose cohorts differ by a few students do not tell the figures of these.</summary>
public sealed class EarlierCohortTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_same_cohort_is_audited_again_and_a_few_who_came_since_wait_for_others()
    {
        await StoreAsync("grown", 0, 120);
        Assert.Empty(Held(await AuditAsync("grown")));
        Assert.Empty(Held(await AuditAsync("grown")));

        await StoreAsync("grown", 120, 126);
        var held = await AuditAsync("grown");
        Assert.Contains(
            Held(held), warning => warning.Contains("Group 'female': fewer than 10 students more than group 'female' had", StringComparison.Ordinal));
        Assert.Equal((60, 60), (Size(held, "female"), Size(held, "male")));

        await StoreAsync("grown", 126, 140);
        var grown = await AuditAsync("grown");
        Assert.Empty(Held(grown));
        Assert.Equal((70, 70), (Size(grown, "female"), Size(grown, "male")));
    }

    [Fact]
    public async Task Where_a_few_have_changed_their_group_or_their_grade_others_are_left_out_until_the_earlier_audit_is_deleted()
    {
        await StoreAsync("changed", 0, 120);
        var cohorts = new List<Cohort> { await CohortAsync("changed") };
        foreach (var at in (int[])[0, 2, 4])
        {
            await GradeAsync("changed", at, 1, "male");
        }
        cohorts.Add(await CohortAsync("changed"));
        Assert.Contains("cohortThinned", cohorts[^1].Warnings);
        Assert.Contains(cohorts[^1].Female.Count, (int[])[50, 51, 52, 53]);
        await GradeAsync("changed", 10, 2, "female");
        cohorts.Add(await CohortAsync("changed"));
        Hold(cohorts);

        foreach (var cohort in cohorts)
        {
            Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/audits/{cohort.Audit}")).Status);
        }
        var all = await CohortAsync("changed");
        Assert.Equal((57, 63, 0), (all.Female.Count, all.Male.Count, all.Warnings.Count));
    }

    [Fact]
    public async Task One_student_who_brings_ten_responses_is_one_student()
    {
        await StoreAsync("prolific", 0, 120);
        var cohorts = new List<Cohort> { await CohortAsync("prolific") };
        await StoreAsync("prolific", 120, 144, "one");
        cohorts.Add(await CohortAsync("prolific"));
        Assert.Contains("cohortHeld", cohorts[^1].Warnings);
        Assert.Equal((60, 60), (cohorts[^1].Female.Count, cohorts[^1].Male.Count));
    }

    [Fact]
    public async Task All_groups_together_of_an_audit_by_another_attribute_tell_nobody_by_the_difference()
    {
        var (responses, scores) = (new StringBuilder("responseId,text,humanScore,gender,ell\n"), new StringBuilder("responseId,itemId,score\n"));
        for (var at = 0; at < 121; at++)
        {
            var gender = at == 120 ? "nonbinary" : at % 2 == 0 ? "female" : "male";
            responses.Append(CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{at / 2 % 4},{gender},{(at % 3 == 0 ? "yes" : "no")}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},{{0}},{at / 2 * 3 % 4}\n");
        }
        foreach (var (item, by, then) in new[] { ("across", "gender", "ell"), ("around", "ell", "gender") })
        {
            await service.Http.SendAsync(
                HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3&groups=gender,ell", responses.ToString(), "text/csv");
            await service.Http.SendAsync(
                HttpMethod.Post, $"/v1/scores?scorer={item}", scores.ToString().Replace("{0}", item, StringComparison.Ordinal), "text/csv");
            var sets = new List<HashSet<string>>();
            foreach (var attribute in (string[])[by, then])
            {
                var audit = await service.Http.AuditAsync(Request(item, $"\"attribute\": \"{attribute}\""));
                Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
                var members = await service.Database.ScalarAsync<string>(
                    $"""
                    select string_agg(response_id, ',') from audit_responses
                    where audit_id = '{audit["auditId"]}' and group_label in ('female', 'male', 'yes', 'no')
                    """);
                sets.Add([.. members!.Split(',')]);
            }
            Assert.Contains(sets[0].Union(sets[1]).Count() - sets[0].Intersect(sets[1]).Count(), (int[])[0, 10, 11]);
        }
    }

    [Fact]
    public async Task A_group_that_is_merged_or_crossed_tells_no_small_group_by_the_difference_from_another_audit()
    {
        var (responses, scores) = (new StringBuilder("responseId,text,humanScore,gender,ell\n"), new StringBuilder("responseId,itemId,score\n"));
        for (var at = 0; at < 163; at++)
        {
            var gender = at < 60 ? "female" : at < 120 ? "male" : at < 160 ? "agender" : "nonbinary";
            var ell = at < 3 || at is > 70 and < 100 ? "yes" : "no";
            responses.Append(CultureInfo.InvariantCulture, $"r{at},An answer of number {at}.,{at / 2 % 4},{gender},{ell}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},mixed,{at / 2 * 3 % 4}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=mixed&createItems=true&scaleMin=0&scaleMax=3&groups=gender,ell", responses.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=mixed", scores.ToString(), "text/csv");
        Assert.Empty(Held(await AuditAsync("mixed")));

        // Three nonbinary students beside forty agender ones: they wait, so that the merged group is the forty.
        var merged = await service.Http.AuditAsync(Request(
            "mixed", """ "attribute": "gender", "groups": ["male", "female"], "otherGroups": "merge" """));
        var report = await service.Http.ReadAsync($"/v1/audits/{merged["auditId"]}/report.json");
        Assert.Contains(Held(report), warning => warning.Contains("group 'agender'", StringComparison.Ordinal));
        Assert.Equal(40, Size(report, "other"));

        // Of sixty female students three are English learners: the others do without seven more of them.
        var crossed = await service.Http.AuditAsync(Request("mixed", "\"attribute\": [\"gender\", \"ell\"]"));
        report = await service.Http.ReadAsync($"/v1/audits/{crossed["auditId"]}/report.json");
        Assert.Contains(report["warnings"]!.AsArray(), warning => ((string)warning!["message"]!).Contains("from group 'female'", StringComparison.Ordinal));
        Assert.InRange(Sizes(report).Where(group => group.Key.Contains("female", StringComparison.Ordinal)).Max(group => group.Value ?? 0), 40, 50);
    }

    [Fact]
    public async Task A_few_who_were_erased_between_two_audits_are_told_by_no_difference_of_them_and_lock_nobody_out()
    {
        await StoreAsync("erased", 0, 160);
        var cohorts = new List<Cohort> { await CohortAsync("erased") };
        Assert.Equal(80, cohorts[0].Female.Count);
        foreach (var erased in (int[][])[[0], [2, 4], [6]])
        {
            foreach (var at in erased)
            {
                Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/responses/erased/r{at}")).Status);
            }
            cohorts.Add(await CohortAsync("erased"));
            // The same data again are the same cohort.
            cohorts.Add(await CohortAsync("erased"));
            Assert.Equal(cohorts[^2].Female, cohorts[^1].Female);
        }
        Hold(cohorts);
        Assert.Contains("cohortThinned", cohorts[1].Warnings);
        Assert.Equal((70, 80), (cohorts[1].Female.Count, cohorts[1].Male.Count));
    }

    private sealed record Cohort(string Audit, HashSet<string> Female, HashSet<string> Male, IReadOnlyList<string> Warnings);

    private async Task<Cohort> CohortAsync(string item)
    {
        var audit = await service.Http.AuditAsync(Request(item));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json");
        return new Cohort(
            (string)audit["auditId"]!, await OfAsync("female"), await OfAsync("male"),
            [.. report["warnings"]!.AsArray().Select(one => (string)one!["code"]!).Where(code => code.StartsWith("cohort", StringComparison.Ordinal))]);

        async Task<HashSet<string>> OfAsync(string group)
        {
            var ids = await service.Database.ScalarAsync<string>(
                $"""
                select string_agg(response_id || ':' || human_level, ',') from audit_responses
                where audit_id = '{audit["auditId"]}' and group_label = '{group}'
                """);
            return [.. ids!.Split(',')];
        }
    }

    /// <summary>Asserts that of two cohorts each group, and both together, is the same or differs by ten students.</summary>
    private static void Hold(IReadOnlyList<Cohort> cohorts)
    {
        foreach (var (one, other) in cohorts.SelectMany(one => cohorts.Select(other => (one, other))))
        {
            Assert.All(
                (int[])
                [
                    Difference(one.Female, other.Female), Difference(one.Male, other.Male),
                    Difference([.. one.Female, .. one.Male], [.. other.Female, .. other.Male]),
                ],
                difference => Assert.True(difference is 0 or >= 10, $"{difference} make the difference."));
        }

        static int Difference(HashSet<string> one, HashSet<string> other) =>
            one.Except(other).Concat(other.Except(one)).Select(member => member.Split(':')[0]).Distinct().Count();
    }

    private static string Request(string item, string? by = null) =>
        $$"""{ "items": ["{{item}}"], {{by ?? "\"attribute\": \"gender\""}}, "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "{{item}}" } ] }""";

    private static IReadOnlyList<string> Held(JsonNode report) =>
        [.. report["warnings"]!.AsArray().Where(one => (string)one!["code"]! == "cohortHeld").Select(one => (string)one!["message"]!)];

    private static int Size(JsonNode report, string group) => Sizes(report)[group]!.Value;

    private static Dictionary<string, int?> Sizes(JsonNode report) =>
        report["data"]!["items"]![0]!["groups"]!.AsArray().ToDictionary(one => (string)one!["group"]!, one => (int?)one!["n"]);

    private async Task<JsonNode> AuditAsync(string item)
    {
        var audit = await service.Http.AuditAsync(Request(item));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json");
    }

    private async Task GradeAsync(string item, int at, int score, string gender)
    {
        var (status, _) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&groups=gender",
            $"responseId,text,humanScore,gender\nr{at},An answer of number {at}.,{score},{gender}\n", "text/csv");
        Assert.Equal(200, status);
    }

    /// <summary>Responses of as many students, or of one of each group whose name begins with a word.</summary>
    private async Task StoreAsync(string item, int from, int to, string? student = null)
    {
        var (responses, scores) = (new StringBuilder("responseId,studentId,text,humanScore,gender\n"), new StringBuilder("responseId,itemId,score\n"));
        for (var at = from; at < to; at++)
        {
            var id = student is null ? $"s{at}" : $"{student}{at % 2}";
            responses.Append(CultureInfo.InvariantCulture, $"r{at},{id},An answer of number {at}.,{at / 2 % 4},{(at % 2 == 0 ? "female" : "male")}\n");
            scores.Append(CultureInfo.InvariantCulture, $"r{at},{item},{at / 2 * 3 % 4}\n");
        }
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3&groups=gender", responses.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer={item}", scores.ToString(), "text/csv");
    }
}
