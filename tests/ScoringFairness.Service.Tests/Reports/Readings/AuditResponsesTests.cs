using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Tests.Reports.Readings;

/// <summary>The responses behind a report: for the role texts alone, the largest difference first, each reading recorded.</summary>
public sealed partial class AuditResponsesTests(TextsAudit audit) : IClassFixture<TextsAudit>
{
    [Fact]
    public async Task They_come_in_the_order_of_their_difference_page_by_page_each_once()
    {
        var seen = new List<JsonNode>();
        for (var next = "?scorer=linear&split=mixed&limit=60"; next.Length > 0;)
        {
            var page = await audit.ReadAsync(next);
            seen.AddRange(page["items"]!.AsArray().Select(one => one!));
            next = (string?)page["next"] is { } after ? $"?scorer=linear&split=mixed&limit=60&after={after}" : "";
        }
        // Another test erases one.
        Assert.InRange(seen.Count, TextsAudit.Responses - 1, TextsAudit.Responses);
        Assert.Equal(seen.Count, seen.Select(one => (string)one["responseId"]!).Distinct().Count());
        var distances = seen.Select(one => Math.Abs((double)one["difference"]!)).ToList();
        Assert.Equal(distances.OrderDescending(), distances);
        var texts = TextsAudit.Texts().ToList();
        Assert.All(seen, one =>
        {
            var (group, text, score) = texts[int.Parse(((string)one["responseId"]!)[1..], CultureInfo.InvariantCulture)];
            Assert.Equal((group, (double)score), ((string)one["group"]!, (double)one["humanScore"]!));
            Assert.Equal(text, (string?)one["text"] ?? text);
            Assert.Equal((double)one["machineScore"]! - score, (double)one["difference"]!, 1e-12);
        });
        // What the database has of one of them, by a statement of its own.
        var first = seen[0];
        Assert.Equal((double)first["machineScore"]!, await audit.Service.Database.ScalarAsync<double>(
            $"""
            select score from out_of_fold_scores join audit_responses using (organisation_id, audit_id, item_id, response_no)
            where audit_id = '{audit.AuditId}' and split = 'mixed' and repeat = 0 and response_id = '{first["responseId"]}'
            """), 1e-12);
    }

    [Fact]
    public async Task They_are_chosen_by_group_human_score_split_and_direction()
    {
        var items = (await audit.ReadAsync("?split=only:male&group=female&level=0&direction=higher&limit=1000"))["items"]!.AsArray();
        Assert.NotEmpty(items);
        Assert.All(items, one => Assert.Equal(
            ("only:male", "female", 0.0), ((string)one!["split"]!, (string)one["group"]!, (double)one["humanScore"]!)));
        Assert.All(items, one => Assert.True((double)one!["difference"]! > 0));
        foreach (var (query, words) in new[]
        {
            ("?group=girls", "is no group that there is"), ("?scorer=bert", "is no scorer"), ("?split=all", "is no split"), ("?itemId=x", "is no itemId"),
            ("?level=4", "from 0 to 3"), ("?direction=up", "direction"), ("?gruop=female", "gruop"), ("?after=x", "after"),
        })
        {
            var (status, problem) = await audit.SendAsync("texts", HttpMethod.Get, audit.Path + query);
            Assert.True(status == 400, $"{query}: {status}");
            Assert.Contains(words, problem, StringComparison.Ordinal);
        }
        Assert.Equal(404, (await audit.SendAsync("texts", HttpMethod.Get, "/v1/audits/none/responses")).Status);
    }

    [Fact]
    public async Task Swapped_words_and_words_that_move_scores_stand_beside_the_text()
    {
        var items = (await audit.ReadAsync("?split=mixed&limit=1000"))["items"]!.AsArray().ToDictionary(one => (string)one!["responseId"]!, one => one!);
        var swap = Assert.Single(items["r0"]["swaps"]!.AsArray())!;
        Assert.StartsWith("she told her sister ", (string)swap["text"]!, StringComparison.Ordinal);
        Assert.Equal("firstToSecond", (string)swap["direction"]!);
        Assert.StartsWith("he told his brother ", (string)items["r1"]["swaps"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.Empty(items["r2"]["swaps"]!.AsArray());
        var report = JsonNode.Parse((await audit.SendAsync("read", HttpMethod.Get, $"/v1/audits/{audit.AuditId}/report.json")).Body)!;
        var north = report["words"]![0]!["words"]!.AsArray().Single(word => (string)word!["word"]! == "north")!;
        var boys = north["groups"]!.AsArray().Single(group => (string)group!["group"]! == "male")!;
        var written = items.Values.First(one => (string)one["group"]! == "male" && ((string)one["text"]!).Contains(" north ", StringComparison.Ordinal));
        Assert.Equal(
            (double)boys["mean"]!, (double)written["words"]!.AsArray().Single(word => (string)word!["word"]! == "north")!["mean"]!, 1e-12);
    }

    [Fact]
    public async Task Without_the_role_there_is_no_link_no_number_and_no_answer()
    {
        foreach (var path in (string[])[audit.Path, audit.Page])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head])
            {
                Assert.Equal(403, (await audit.SendAsync("read", method, path)).Status);
                Assert.Equal(404, (await audit.SendAsync("other", method, path)).Status);
            }
            using var nobody = await audit.Service.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        }
        var made = JsonNode.Parse((await audit.SendAsync(Role.Admin, HttpMethod.Post, $"/v1/audits/{audit.AuditId}/links", "{ }")).Body)!;
        var shared = (string)made["address"]!;
        foreach (var (key, path, isShown) in new[]
        {
            // Who may read them first: what is kept of the page for one is not sent to another.
            ("read,texts", $"/v1/audits/{audit.AuditId}/report.html", true), ("read", $"/v1/audits/{audit.AuditId}/report.html", false),
            ("read,texts", $"/audits/{audit.AuditId}", true), ("read", $"/audits/{audit.AuditId}", false),
            ("read,texts", shared, false),
        })
        {
            var (status, page) = await audit.SendAsync(key, HttpMethod.Get, path);
            Assert.Equal(200, status);
            Assert.Equal(isShown, page.Contains(audit.Page, StringComparison.Ordinal));
            Assert.DoesNotContain("people told others", page, StringComparison.Ordinal);
        }
        // The role opens this and nothing else.
        Assert.Equal(403, (await audit.SendAsync("texts", HttpMethod.Get, $"/v1/audits/{audit.AuditId}/report")).Status);
    }

    [Fact]
    public async Task The_page_shows_text_beside_scores_and_goes_on_without_a_script()
    {
        var (status, page) = await audit.SendAsync("texts", HttpMethod.Get, $"{audit.Page}?group=female", accept: "text/html");
        Assert.Equal(200, status);
        Assert.Equal(10, Article().Count(page));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"<b>a {TextsAudit.Secret}", page, StringComparison.Ordinal);
        Assert.DoesNotContain(TextsAudit.Secret, Title().Match(page).Value, StringComparison.Ordinal);
        Assert.All(Groups().Matches(page), group => Assert.Equal("<dt>Group</dt><dd>female<", group.Value));
        Assert.Contains("<option value=\"mixed\" selected", page, StringComparison.Ordinal);
        var first = (await audit.ReadAsync("?scorer=linear&split=mixed&group=female&limit=11"))["items"]!.AsArray();
        Assert.Contains($"<h2>{first[0]!["responseId"]}, {TextsAudit.Item}</h2>", page, StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(Further().Match(page).Groups[1].Value);
        var (_, second) = await audit.SendAsync("texts", HttpMethod.Get, next, accept: "text/html");
        Assert.Contains($"<h2>{first[10]!["responseId"]}, {TextsAudit.Item}</h2>", second, StringComparison.Ordinal);
        Assert.DoesNotContain($"<h2>{first[0]!["responseId"]}, ", second, StringComparison.Ordinal);

        // Words that the report tells of are marked in the text, swapped ones in both forms of it.
        var whole = page + second;
        Assert.Matches("<mark class=\"(more|less)\">(north|south)</mark>", whole);
        Assert.Contains($"{Swap("she")} told {Swap("her")} {Swap("sister")}", whole, StringComparison.Ordinal);
        Assert.Contains($"{Swap("he")} told {Swap("his")} {Swap("brother")}", whole, StringComparison.Ordinal);
        var (wrong, problem) = await audit.SendAsync("texts", HttpMethod.Get, $"{audit.Page}?level=high", accept: "text/html");
        Assert.Equal(400, wrong);
        Assert.Contains("choose a human score", problem, StringComparison.Ordinal);
        // A form that chooses nothing asks for all of them.
        Assert.Equal(200, (await audit.SendAsync("texts", HttpMethod.Get, $"{audit.Page}?split=&group=&level=&direction=")).Status);

        static string Swap(string word) => $"<mark class=\"swap\">{word}</mark>";
    }

    [Fact]
    public async Task What_was_erased_or_changed_since_is_shown_as_that()
    {
        var (status, _) = await audit.SendAsync(Role.Admin, HttpMethod.Delete, "/v1/students/s7");
        Assert.Equal(200, status);
        await audit.Service.Database.ScalarAsync<object>(
            """
            update responses set text = null, text_digest = null where response_id = 'r8';
            update responses set updated_at = now() where response_id = 'r9'
            """);
        var items = (await audit.ReadAsync("?split=mixed&limit=1000"))["items"]!.AsArray().ToDictionary(one => (string?)one!["responseId"] ?? "", one => one!);
        Assert.DoesNotContain("r7", items.Keys);
        Assert.DoesNotContain("", items.Keys);
        Assert.Null((string?)items["r8"]["text"]);
        Assert.Empty(items["r8"]["swaps"]!.AsArray());
        Assert.Empty(items["r8"]["words"]!.AsArray());
        Assert.True((bool)items["r9"]["changedSince"]!);
        Assert.False((bool)items["r10"]["changedSince"]!);
    }

    [Fact]
    public async Task Each_reading_stands_in_the_record_of_activity_without_a_text()
    {
        var before = (await EntriesAsync()).Count;
        await audit.ReadAsync("?split=mixed&group=male&limit=3");
        await audit.SendAsync("texts", HttpMethod.Get, audit.Page);
        await audit.SendAsync("read", HttpMethod.Get, audit.Page);
        var entries = await EntriesAsync();
        Assert.Equal(before + 2, entries.Count);
        var (page, read) = (entries[0], entries[1]);
        Assert.Equal((10, 3), ((int)page["detail"]!["responses"]!, (int)read["detail"]!["responses"]!));
        Assert.Equal(("mixed", "male"), ((string)read["detail"]!["of"]!["split"]!, (string)read["detail"]!["of"]!["group"]!));
        Assert.All(entries, entry => Assert.Equal(audit.AuditId, (string)entry["subject"]!));
        Assert.Equal($"key:{audit.Keys["texts"].Split('_')[1]}", (string)read["actor"]!);
        Assert.DoesNotContain(TextsAudit.Secret, string.Concat(entries.Select(entry => entry.ToJsonString())), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonNode>> EntriesAsync() =>
    [
        .. JsonNode.Parse((await audit.SendAsync(Role.Admin, HttpMethod.Get, "/v1/activity?action=audit.responsesRead&limit=1000")).Body)!["items"]!
            .AsArray().Select(entry => entry!),
    ];

    [GeneratedRegex("<article>")]
    private static partial Regex Article();

    [GeneratedRegex("<title>.*?</title>")]
    private static partial Regex Title();

    [GeneratedRegex("<dt>Group</dt><dd>.*?<")]
    private static partial Regex Groups();

    [GeneratedRegex("class=\"button\" href=\"([^\"]+)\">Further")]
    private static partial Regex Further();
}
