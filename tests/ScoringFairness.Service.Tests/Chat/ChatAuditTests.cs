using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>Whole audits of chat models, over HTTP on both sides.</summary>
public sealed class ChatAuditTests
{
    [Fact]
    public async Task All_three_modes_stand_beside_a_linear_scorer_under_the_same_folds_and_pay_what_the_endpoint_charges()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("float", 48);
        var scorers =
            $$"""
            {{ChatService.Scorer("zeroShot")}}, {{ChatService.Scorer("fewShot", ", \"examples\": 4")}},
            {{ChatService.Scorer("fineTuned", ", \"epochs\": 2")}}, { "kind": "linear" }
            """;
        var (dry, cost) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", ChatService.Request("float", scorers));
        Assert.Equal(200, dry);
        Assert.Empty(service.Chat.Everything);

        var audit = await service.AuditAsync("float", scorers, ", \"budget\": 5");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal((int)cost!["fits"]!, fits.Count);
        Assert.Equal(2 + 8 + 8 + 8, fits.Count);
        Assert.Equal(Plan("linear"), Plan($"{LocalChat.Model}:fineTuned"));
        Assert.Equal(Plan("linear"), Plan($"{LocalChat.Model}:fewShot"));
        Assert.All(
            fits.Where(fit => (string)fit!["scorer"]! == $"{LocalChat.Model}:zeroShot"),
            fit => Assert.Equal((null, 0, 24), ((string?)fit!["split"], (int)fit["sizes"]!["training"]!, (int)fit["sizes"]!["scored"]!)));
        Assert.All(
            fits.Where(fit => (string)fit!["scorer"]! == $"{LocalChat.Model}:fineTuned"),
            fit => Assert.Equal([1.0, 0.5], fit!["losses"]!.AsArray().Select(loss => (double)loss!["training"]!)));

        foreach (var (name, split) in new[] { ("zeroShot", null), ("fewShot", "mixed"), ("fewShot", "only:male"), ("fineTuned", "mixedMatched") })
        {
            var accuracy = (await service.Http.ReadAsync($"/v1/audits/{id}/measures?measure=accuracy&scorer={LocalChat.Model}:{name}"))["items"]!.AsArray()
                .First(row => (string?)row!["split"] == split && row["group"] is null && (string?)row["itemId"] == "float")!;
            Assert.Equal((1.0, 48), ((double)accuracy["value"]!, (int)accuracy["n"]!));
        }
        Assert.Equal(
            48 * 9L, await service.Database.ScalarAsync<long>(
                $"""
                select count(*) from out_of_fold_scores
                where audit_id = '{id}' and scorer <> 'linear' and abs(probabilities[level + 1] - 0.7) < 0.001 and cardinality(probabilities) = 4
                """));

        await PaidAsync(service, id, cost);
        await PrivateAsync(service);

        List<string> Plan(string scorer) =>
        [
            .. fits.Where(fit => (string)fit!["scorer"]! == scorer).Select(fit => new JsonArray(
                fit!["split"]!.DeepClone(), fit["fold"]!.DeepClone(), fit["repeat"]!.DeepClone(),
                fit["seed"]!.DeepClone(), fit["sizes"]!.DeepClone()).ToJsonString()),
        ];
    }

    private static async Task PaidAsync(ChatService service, string id, JsonNode cost)
    {
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report");
        foreach (var scorer in cost["scorers"]!.AsArray())
        {
            var spent = report["chat"]!["spent"]!.AsArray().Single(one => (string)one!["scorer"]! == (string)scorer!["scorer"]!)!;
            Assert.Equal((long)scorer!["requests"]!, (long)spent["requests"]!);
            Assert.InRange((double)spent["inputTokens"]! / (double)scorer["inputTokens"]!, 0.95, 1.05);
            Assert.InRange((double)spent["cost"]! / (double)scorer["price"]!, 0.5, 1.5);
        }
        var sum = await service.Database.ScalarAsync<decimal>("select sum(cost) from chat_sendings");
        Assert.Equal(sum, await service.Database.ScalarAsync<decimal>($"select spent from chat_accounts where account = 'audit:{id}'"));
        Assert.Equal(sum, await service.Database.ScalarAsync<decimal>("select spent from chat_accounts where account like 'month:%'"));
        Assert.Equal(service.Chat.Tokens, await service.Database.ScalarAsync<decimal>("select sum(input_tokens + output_tokens) from chat_sendings"));
        var listed = (await service.Http.ReadAsync($"/v1/chat-sendings?auditId={id}&limit=1000"))["items"]!.AsArray();
        Assert.Equal(await service.Database.ScalarAsync<long>("select count(*) from chat_sendings"), listed.Count);
        Assert.All(listed, one => Assert.True(((string)one!["digest"]!).Length == 64 && (long)one["bytes"]! > 0 && one["result"] is not null));
    }

    /// <summary>No id of a student or a response went out, and no file is left there.</summary>
    private static async Task PrivateAsync(ChatService service)
    {
        Assert.Empty(service.Chat.Tuning.Files);
        Assert.Equal(16, service.Chat.Tuning.Uploads.Count);
        Assert.DoesNotContain(service.Chat.Everything, said =>
            said.Contains("\"s1\"", StringComparison.Ordinal) || said.Contains("studentId", StringComparison.Ordinal)
            || System.Text.RegularExpressions.Regex.IsMatch(said, @"\b[sr]\d+\b") || said.Contains("male", StringComparison.Ordinal));
        Assert.Equal(0, await service.Database.ScalarAsync<long>(
            "select count(*) from chat_tunings where training_file is not null or validation_file is not null or not is_over"));
    }

    [Fact]
    public async Task Few_shot_examples_come_from_the_splits_training_part_alone()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("examples", 48);
        var audit = await service.AuditAsync("examples", ChatService.Scorer("fewShot", ", \"examples\": 6, \"splits\": [\"only:female\"]"));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(48, service.Chat.Requests.Count);
        foreach (var request in service.Chat.Requests)
        {
            var turns = request["messages"]!.AsArray();
            Assert.Equal(1 + 6 * 2 + 1, turns.Count);
            var shown = turns.Skip(1).SkipLast(1).Where(turn => (string)turn!["role"]! == "user")
                .Select(turn => Number((string)JsonNode.Parse((string)turn!["content"]!)!["response"]!)).ToList();
            // Responses with odd numbers are female students'.
            Assert.All(shown, number => Assert.Equal(1, number % 2));
            Assert.DoesNotContain(Number(LocalChat.ResponseOf(request)), shown);
        }

        static int Number(string text) => int.Parse(text.Split("number ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Where_texts_are_encrypted_no_digest_tells_one_and_erasure_finds_the_answers()
    {
        await using var service = await ChatService.StartAsync($"--Privacy:TextKeys:0={Convert.ToBase64String(new byte[32])}");
        await service.SendAsync("sealed", 16, levels: 2);
        var audit = await service.AuditAsync("sealed", ChatService.Scorer("zeroShot"));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal("completed", (string)(await service.AuditAsync("sealed", ChatService.Scorer("zeroShot")))["status"]!);
        Assert.Equal(16, service.Chat.Requests.Count);
        Assert.Equal(0, await TellingDigestsAsync(service));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3")).Status);
        Assert.Equal(15, await service.Database.ScalarAsync<long>("select count(*) from chat_answers"));
        await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/sealed");
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from chat_answers"));
    }

    [Fact]
    public async Task Texts_with_words_swapped_are_asked_about_too_at_the_price_that_was_told_and_forgotten_with_the_text()
    {
        await using var service = await ChatService.StartAsync();
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var at = 0; at < 16; at++)
        {
            var words = at == 3 ? "she told John, and he his sister" : at % 4 == 0 ? "it floats, he said" : "it floats";
            csv.AppendLine(
                System.Globalization.CultureInfo.InvariantCulture, $"r{at},s{at},\"level{at % 2} {words} {at}\",{at % 2},{(at % 4 < 2 ? "male" : "female")}");
        }
        await service.SendAsync("swapped", 16, levels: 2, csv.ToString());
        const string Swaps = ", \"explain\": [\"swaps\"], \"swapNames\": true";
        var (_, cost) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits/cost", ChatService.Request("swapped", ChatService.Scorer("zeroShot"), Swaps));
        var audit = await service.AuditAsync("swapped", ChatService.Scorer("zeroShot"), Swaps);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        // Four texts with he, and one with words of both sides, which is asked about twice more.
        Assert.Equal((16 + 4 + 2, 16 + 4 + 2), (service.Chat.Requests.Count, (int)cost!["scorers"]![0]!["requests"]!));
        Assert.Equal(6, await service.Database.ScalarAsync<long>("select count(*) from swapped_scores where scorer <> 'linear'"));
        Assert.Equal(22, await service.Database.ScalarAsync<long>("select count(*) from chat_answers"));
        await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3");
        Assert.Equal(19, await service.Database.ScalarAsync<long>("select count(*) from chat_answers"));
        Assert.Equal(4, await service.Database.ScalarAsync<long>("select count(*) from swapped_scores"));
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits",
            ChatService.Request("swapped", ChatService.Scorer("zeroShot"), ", \"explain\": [\"swaps\"], \"swapWords\": [[\"he\", \"she\"]]"));
        Assert.Equal(400, status);
        Assert.Contains("kept by text", (string)problem!["errors"]!["/swapWords"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_a_new_audit_starts_one_with_a_budget()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("form", 24);
        using var form = new FormUrlEncodedContent(
            [
                new("items", "form"), new("attribute", "gender"), new("chat", $"ZeroShot|local|{LocalChat.Model}"),
                new("folds", "2"), new("bootstrap", "100"), new("budget", "0.75"),
            ]);
        using var page = await service.Http.PostAsync(new Uri("/audits", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var audit = await service.Http.WaitAsync((await service.Http.ReadAsync("/v1/audits"))["items"]![0]!["auditId"]!.ToString());
        Assert.Equal(
            ("completed", 0.75, "zeroShot"),
            ((string)audit["status"]!, (double)audit["request"]!["budget"]!, (string)audit["request"]!["scorers"]![0]!["mode"]!));
    }

    [Fact]
    public async Task The_same_audit_again_pays_for_nothing_and_gives_the_same_figures()
    {
        await using var service = await ChatService.StartAsync();
        await service.SendAsync("again", 32);
        var scorers = $"{ChatService.Scorer("zeroShot")}, {ChatService.Scorer("fineTuned", ", \"splits\": [\"mixed\"]")}";
        var first = await service.AuditAsync("again", scorers, ", \"repeats\": 2");
        Assert.True((string)first["status"]! == "completed", first.ToJsonString());
        // A model that learns nothing is asked once, whatever the repeats.
        Assert.Equal(32 + 2 * 32, service.Chat.Requests.Count);
        var second = await service.AuditAsync("again", scorers, ", \"repeats\": 2, \"budget\": 0");
        Assert.True((string)second["status"]! == "completed", second.ToJsonString());
        Assert.Equal((32 + 2 * 32, 4), (service.Chat.Requests.Count, service.Chat.Tuning.Jobs.Count));
        Assert.Equal(
            (await service.Http.ReadAsync($"/v1/audits/{first["auditId"]}/report"))["measures"]!.ToJsonString(),
            (await service.Http.ReadAsync($"/v1/audits/{second["auditId"]}/report"))["measures"]!.ToJsonString());

        Assert.Equal(32 + 2 * 32, await TellingDigestsAsync(service));
        // Erasing a response erases what was answered about it.
        var before = await service.Database.ScalarAsync<long>("select count(*) from chat_answers");
        await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s7");
        Assert.Equal(before - 3, await service.Database.ScalarAsync<long>("select count(*) from chat_answers"));
    }

    /// <summary>Stored answers whose digest can be made of what was sent.</summary>
    private static Task<long> TellingDigestsAsync(ChatService service)
    {
        var digests = service.Chat.Everything.Where(said => said.Contains("/chat/completions", StringComparison.Ordinal)).Select(said => said.Split('\n', 3)[2])
            .Select(body => $"'{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Chat.Endpoint}\n{body}")))}'");
        return service.Database.ScalarAsync<long>(
            $"""
            select count(*) from chat_answers a join chat_sendings s on s.digest = a.request_digest
            where a.request_digest in ({string.Join(", ", digests)})
            """);
    }
}
