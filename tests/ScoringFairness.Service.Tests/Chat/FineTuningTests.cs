using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>Fine-tuning jobs that fail, and what is left at the provider.</summary>
public sealed class FineTuningTests : IClassFixture<ChatFixture>
{
    private readonly ChatService _service;
    private readonly LocalTuning _tuning;

    public FineTuningTests(ChatFixture fixture)
    {
        (_service, _tuning) = (fixture.Service, fixture.Service.Chat.Tuning);
        (_tuning.Ends, _tuning.Looks, _tuning.FailingDeletions) = ("succeeded", 1, 0);
        _tuning.Jobs.Clear();
        _tuning.Uploads.Clear();
    }

    private static string Mixed => ChatService.Scorer("fineTuned", ", \"epochs\": 1, \"splits\": [\"mixed\"]");

    [Theory]
    [InlineData("failed", "the job failed: The training file has too few examples")]
    [InlineData("cancelled", "the job cancelled")]
    public async Task A_job_that_comes_to_nothing_fails_the_audit_with_the_providers_reason_and_leaves_no_file(string end, string reason)
    {
        await _service.SendAsync($"ends-{end}", 24, levels: 2);
        _tuning.Ends = end;
        var audit = await _service.AuditAsync($"ends-{end}", Mixed);
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains(reason, (string)audit["error"]!, StringComparison.Ordinal);
        await NothingIsLeftAsync();
        // Asked for again, it is made anew.
        _tuning.Ends = "succeeded";
        Assert.Equal("completed", (string)(await _service.AuditAsync($"ends-{end}", Mixed))["status"]!);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Files_are_deleted_later_where_the_provider_would_not_at_first()
    {
        await _service.SendAsync("sticky", 24, levels: 2);
        _tuning.FailingDeletions = 2;
        var audit = await _service.AuditAsync("sticky", Mixed);
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Contains("not now", (string)audit["error"]!, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_audit_that_is_called_off_cancels_its_jobs_and_deletes_its_files()
    {
        await _service.SendAsync("off", 24, levels: 2);
        _tuning.Looks = int.MaxValue;
        var (_, started) = await _service.Http.SendAsync(HttpMethod.Post, "/v1/audits", ChatService.Request("off", Mixed));
        var id = (string)started!["auditId"]!;
        await _service.Http.WaitAsync(id, _ => _tuning.Jobs.Count == 2 && _tuning.Jobs.Values.All(job => (int)job["looks"]! > 0));
        await _service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/cancel");
        await NothingIsLeftAsync();
        Assert.All(_tuning.Jobs.Values, job => Assert.Equal("cancelled", (string)job["status"]!));
    }

    [Fact]
    public async Task A_job_and_a_file_whose_answers_were_lost_are_found_and_not_made_twice()
    {
        await _service.SendAsync("unheard", 24, levels: 2);
        (_tuning.UnheardJobs, _tuning.UnheardUploads) = (1, 1);
        var audit = await _service.AuditAsync("unheard", Mixed);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((2, 4), (_tuning.Jobs.Count, _tuning.Uploads.Count));
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_training_file_holds_the_splits_training_part_alone_with_its_levels()
    {
        await _service.SendAsync("lines", 48);
        var audit = await _service.AuditAsync("lines", ChatService.Scorer("fineTuned", ", \"epochs\": 1, \"splits\": [\"only:male\"]"));
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(4, _tuning.Uploads.Count);
        string[] words = ["wrong", "partly", "mostly", "right"];
        foreach (var line in _tuning.Uploads.SelectMany(file => file.Lines))
        {
            var turns = JsonNode.Parse(line)!["messages"]!.AsArray();
            Assert.Equal(["system", "user", "assistant"], turns.Select(turn => (string)turn!["role"]!));
            var text = (string)JsonNode.Parse((string)turns[1]!["content"]!)!["response"]!;
            Assert.Equal(0, int.Parse(text.Split("number ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) % 2);
            Assert.Equal($$"""{"level":"{{Array.IndexOf(words, text.Split(' ')[0])}}"}""", (string)turns[2]!["content"]!);
        }
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        Assert.Equal(fits.Sum(fit => (int)fit!["sizes"]!["training"]! + (int)fit["sizes"]!["validation"]!), _tuning.Uploads.Sum(file => file.Lines.Length));
    }

    private async Task NothingIsLeftAsync()
    {
        for (var clock = Stopwatch.StartNew(); !_tuning.Files.IsEmpty && clock.Elapsed < TimeSpan.FromSeconds(10);)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Empty(_tuning.Files);
    }
}
