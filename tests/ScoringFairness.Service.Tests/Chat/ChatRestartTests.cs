namespace ScoringFairness.Service.Tests.Chat;

/// <summary>A service that is killed while it waits for a provider.</summary>
public sealed class ChatRestartTests
{
    [Fact]
    public async Task What_was_paid_for_before_a_kill_is_not_paid_for_again()
    {
        await using var chat = await LocalChat.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        (chat.Delay, chat.Tuning.Looks) = (TimeSpan.FromMilliseconds(100), int.MaxValue);
        string id;
        using (var first = await ServiceProcess.StartAsync(database, Settings(chat)))
        {
            await first.Http.SendAsync(HttpMethod.Put, "/v1/items/q", """{ "prompt": "Why?", "scale": { "min": 0, "max": 3 } }""");
            await first.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q", Texts.Csv(64, levels: 4), "text/csv");
            await first.Http.SendAsync(HttpMethod.Put, "/v1/chat-endpoints/local/permission");
            var (_, started) = await first.Http.SendAsync(HttpMethod.Post, "/v1/audits", ChatService.Request(
                "q", $"{ChatService.Scorer("fineTuned", ", \"splits\": [\"mixed\"]")}, {ChatService.Scorer("zeroShot")}"));
            id = (string)started!["auditId"]!;
            // The first service sees one job end, and dies while the other runs and responses are graded.
            await first.Http.WaitAsync(id, _ => chat.Tuning.Jobs.Count == 2);
            chat.Tuning.Jobs.Values.First()["status"] = "succeeded";
            chat.Tuning.Jobs.Values.First()["fine_tuned_model"] = $"ft:{(string)chat.Tuning.Jobs.Values.First()["id"]!}";
            chat.Tuning.Jobs.Values.First()["trained_tokens"] = 1000;
            await first.Http.WaitAsync(id, _ => chat.Requests.Count >= 10);
            first.Kill();
        }
        var before = chat.Requests.Count;
        Assert.InRange(before, 10, 60);
        chat.Tuning.Looks = 1;

        using var second = await ServiceProcess.StartAsync(database, Settings(chat));
        var audit = await second.Http.WaitAsync(id);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((2, 4), (chat.Tuning.Jobs.Count, chat.Tuning.Uploads.Count));
        Assert.Empty(chat.Tuning.Files);
        var bodies = chat.Requests.Select(request => request.ToJsonString()).ToList();
        Assert.Equal(128, bodies.Distinct().Count());
        // What was on its way when the process died may have been paid for and is sent again: no more than run at once.
        Assert.InRange(bodies.Count - 128, 0, 4);
        // All of these are known as sendings of which nobody heard; so are answers that were stored and not yet settled.
        Assert.InRange(await database.ScalarAsync<long>("select count(*) from chat_sendings where result is null"), bodies.Count - 128, 4);
        Assert.Equal(128, await database.ScalarAsync<long>("select count(*) from out_of_fold_scores"));
        Assert.True(await database.ScalarAsync<int>("select max(attempt) from fits") > 1, "No fit was interrupted.");
        Assert.DoesNotContain("answer number", second.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(LocalChat.Key, second.Log, StringComparison.Ordinal);
    }

    private static (string, string)[] Settings(LocalChat chat) =>
        [("Worker__ParallelFits", "2"), .. chat.Settings().Select(one => (one.Name.Replace(":", "__", StringComparison.Ordinal), one.Value))];
}
