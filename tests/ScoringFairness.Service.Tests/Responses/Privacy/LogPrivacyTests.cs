using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Responses.Privacy;

/// <summary>Whatever is logged, refused or queued, no text and no student's id stands in it.</summary>
public sealed class LogPrivacyTests
{
    private const string Word = "zqxsentence";
    private const string Student = "zqxpupil";
    private const string Upload = "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1";

    [Fact]
    public async Task A_service_that_logs_all_it_can_logs_nothing_of_a_student()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartAsync(database, ("Logging__LogLevel__Default", "Trace"));
        var answers = new StringBuilder();
        await SendAsync(HttpMethod.Post, Upload, Csv(score: "1"), "text/csv");
        await SendAsync(HttpMethod.Post, Upload, Csv(score: "7"), "text/csv");
        await SendAsync(HttpMethod.Post, Upload, Csv(score: Word), "text/csv");
        await SendAsync(HttpMethod.Post, Upload, $$"""{"responseId":"x","studentId":"{{Student}}","text":"{{Word}}" "humanScore":1}""", "application/x-ndjson");
        await SendAsync(HttpMethod.Post, Upload, $$"""[ { "responseId": "x", "text": "{{Word}}\u0000", "studentId": "{{Student}}", "humanScore": 1 } ]""");
        await SendAsync(HttpMethod.Post, Upload, $"responseId,text,humanScore\nr,\"{Word} with an open quote,1\n", "text/csv");
        // What is refused by its name is named to the caller who sent it, and nowhere else.
        await service.Http.SendAsync(HttpMethod.Get, $"/v1/items?{Word}={Student}");
        await SendAsync(HttpMethod.Post, $"/v1/evaluations?missing={Word}", $"group,humanScore,machineScore,studentId\nmale,1,{Word},{Student}\n", "text/csv");
        var audit = await service.Http.AuditAsync(
            """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 5, "minCellSize": 2,
              "scorers": [ { "kind": "linear" }, { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 32, "splits": ["mixed"] } ] }
            """);
        Assert.Equal("completed", (string)audit["status"]!);
        answers.Append(audit.ToJsonString()).Append((await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/report.json")).ToJsonString());
        answers.Append(await service.Http.GetStringAsync($"/v1/audits/{audit["auditId"]}/report.html", TestContext.Current.CancellationToken));
        foreach (var path in (string[])[$"/v1/audits/{audit["auditId"]}/responses?split=mixed", $"/audits/{audit["auditId"]}/responses?level=0"])
        {
            // Who may read texts is sent them; nobody else.
            Assert.Contains(Word, await service.Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        await SendAsync(HttpMethod.Get, "/v1/items/q");
        await SendAsync(HttpMethod.Get, "/v1/activity?limit=1000");
        var erased = await service.Http.SendAsync(HttpMethod.Delete, $"/v1/students/{Student}-1");
        Assert.Equal(200, erased.Status);
        await service.StopAsync();
        foreach (var (name, text) in new[] { ("The log", service.Log), ("An answer", answers.ToString()), ("The queue", await QueueAsync(database)) })
        {
            Assert.True(text.Length > 500, $"{name} is too short to say anything: {text}");
            foreach (var secret in (string[])[Word, Student])
            {
                var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, $"{name} holds what is private: …{(at < 0 ? "" : text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)])}…");
            }
        }

        async Task SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json") =>
            answers.Append((await service.Http.SendAsync(method, path, body, contentType)).Body?.ToJsonString());
    }

    private static string Csv(string score)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var number = 0; number < 40; number++)
        {
            var human = number == 39 ? score : (number / 2 % 2).ToString(CultureInfo.InvariantCulture);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"r{number},{Student}-{number},{Word} number {number},{human},{(number % 2 == 0 ? "male" : "female")}\n");
        }
        return csv.ToString();
    }

    /// <summary>All that the queue and the tables beside the data hold.</summary>
    private static async Task<string> QueueAsync(TestDatabase database) => (await database.ScalarAsync<string>(
        """
        select string_agg(t, ' ') from (
          select j::text as t from hangfire.job j union all select s::text from hangfire.state s union all select p::text from hangfire.jobparameter p
          union all select o::text from job_outbox o union all select a::text from activity a union all select f::text from fits f
          union all select m::text from measures m union all select e::text from upload_errors e union all select u::text from uploads u
          union all select d::text from audits d) everything
        """))!;
}
