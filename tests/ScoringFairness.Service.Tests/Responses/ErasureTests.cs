using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Students who ask to be forgotten.</summary>
public sealed class ErasureTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Scale = "createItems=true&scaleMin=0&scaleMax=1";

    [Fact]
    public async Task Erasing_a_student_takes_texts_and_scores_and_leaves_reports_their_figures()
    {
        foreach (var item in (string[])["one", "two"])
        {
            await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&{Scale}", Texts.Csv(80), "text/csv");
            var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, 80).Select(number => $"r{number},{number % 3 / 2.0:0.0}\n"));
            await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?item={item}&scorer=vendor", scores, "text/csv");
        }
        var audit = await service.Http.AuditAsync(
            """{ "items": ["one", "two"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        var report = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");

        var (status, erased) = await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s7");
        Assert.Equal((200, 2, 2), (status, (int)erased!["responses"]!, (int)erased["machineScores"]!));
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s7")).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Get, "/v1/responses/one/r7")).Status);
        Assert.Equal(0, await CountAsync("responses", "student_id = 's7' or response_id = 'r7'"));
        Assert.Equal(0, await CountAsync("machine_scores", "response_id = 'r7'"));
        Assert.Equal(0, await CountAsync("audit_responses", "response_id = 'r7'"));
        Assert.Equal(2, await CountAsync("audit_responses", "item_id in ('one', 'two') and response_id = '' and group_label is null"));
        Assert.Equal(158, await CountAsync("out_of_fold_scores", "item_id in ('one', 'two')"));
        var after = await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report");
        Assert.Equal(report["measures"]!.ToJsonString(), after["measures"]!.ToJsonString());
    }

    [Fact]
    public async Task Deleting_a_response_or_an_item_takes_the_machine_scores_along()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=gone&{Scale}", Texts.Csv(4), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=gone&scorer=m", "responseId,score\nr0,1\nr1,0\n", "text/csv");
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/responses/gone/r0")).Status);
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/responses/gone/r0")).Status);
        Assert.Equal(1, await CountAsync("machine_scores", "item_id = 'gone'"));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/gone")).Status);
        Assert.Equal(0, await CountAsync("machine_scores", "item_id = 'gone'") + await CountAsync("responses", "item_id = 'gone'"));
    }

    [Fact]
    public async Task Deleting_an_item_leaves_audits_nothing_of_its_students()
    {
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=left&{Scale}", Texts.Csv(80), "text/csv");
        var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, 80).Select(number => $"r{number},{number % 3 / 2.0:0.0}\n"));
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=left&scorer=vendor", scores, "text/csv");
        var id = await service.Http.AuditAsync(
            """{ "items": ["left"], "attribute": "gender", "bootstrap": 100, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        var report = await service.Http.ReadAsync($"/v1/audits/{id["auditId"]}/report");
        Assert.Equal(80, await CountAsync("out_of_fold_scores", "item_id = 'left'"));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/left")).Status);
        Assert.Equal(0, await CountAsync("out_of_fold_scores", "item_id = 'left'"));
        Assert.Equal(0, await CountAsync("audit_responses", "item_id = 'left' and (response_id <> '' or group_label is not null)"));
        Assert.Equal(
            report["measures"]!.ToJsonString(), (await service.Http.ReadAsync($"/v1/audits/{id["auditId"]}/report"))["measures"]!.ToJsonString());
        Assert.Empty((await service.Http.ReadAsync($"/v1/audits/{id["auditId"]}/responses"))["items"]!.AsArray());
    }

    [Fact]
    public async Task What_uploads_said_of_the_erased_names_them_no_longer()
    {
        const string Ann = "ann@example.org", Rows = "email,text,score\nann@example.org,a,1\nann@example.org,b,1\nO'Neill,c,1\nO'Neill,d,0\nbob,e,1\nbob,f,1\n";
        const string Path = $"/v1/responses?item=named&{Scale}&responseId=email&studentId=email&humanScore=score&onError=skip";
        var errors = (string)(await KeyedAsync(Path, Rows))["errorsUrl"]!;
        Assert.Contains(Ann, (await service.Http.ReadAsync(errors)).ToJsonString(), StringComparison.Ordinal);

        var (_, erased) = await service.Http.SendAsync(HttpMethod.Delete, $"/v1/students/{Ann}");
        Assert.Equal((1, 1), ((int)erased!["responses"]!, (int)erased["uploadErrors"]!));
        Assert.Equal(0, await NamedAsync(Ann));
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/responses/named/O'Neill")).Status);
        Assert.Equal(0, await NamedAsync("O''Neill"));
        var left = (await service.Http.ReadAsync(errors))["items"]!.AsArray();
        Assert.Equal(
            [("duplicate", 2, false), ("duplicate", 4, false), ("duplicate", 6, true)],
            left.Select(error => ((string)error!["code"]!, (int)error["row"]!, ((string)error["message"]!).Contains("'bob'", StringComparison.Ordinal))));
        // The same under the same key is answered from what is remembered.
        Assert.Equal(left.ToJsonString(), (await KeyedAsync(Path, Rows))["errors"]!.ToJsonString());

        // Who was never taken, and is named by an error alone, is forgotten too.
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/scores?item=named&scorer=m&onError=skip", "responseId,score\nbob,1\ncarl,1\n", "text/csv");
        (_, erased) = await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/carl");
        Assert.Equal((0, 1), ((int)erased!["responses"]!, (int)erased["uploadErrors"]!));
        Assert.Equal(404, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/carl")).Status);
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/items/named")).Status);
        Assert.Equal(0, await NamedAsync("bob"));
    }

    private async Task<JsonNode> KeyedAsync(string path, string rows)
    {
        using var sent = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Headers = { { "Idempotency-Key", "named" } },
            Content = new StringContent(rows, Encoding.UTF8, "text/csv"),
        };
        using var answer = await service.Http.SendAsync(sent, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task<long> NamedAsync(string id) =>
        await CountAsync("upload_errors", $"message like '%{id}%'") + await CountAsync("uploads", $"answer::text like '%{id}%'");

    private Task<long> CountAsync(string table, string condition) =>
        service.Database.ScalarAsync<long>($"select count(*) from {table} where {condition}");
}
