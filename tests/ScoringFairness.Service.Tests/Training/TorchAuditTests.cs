using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scorers.Bert;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>What the settings of the device do to queues, fits and reports.</summary>
public sealed class TorchAuditTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cpu", null, "audits,fits", 0)]
    [InlineData("cuda", null, "audits,fits,fits-gpu", 1)]
    [InlineData("cuda:1", "fits-gpu", "fits-gpu", 1)]
    public async Task A_worker_on_a_gpu_serves_every_queue_unless_it_is_told_which(string device, string? told, string served, int less)
    {
        await using var application = Build([$"--Torch:Device={device}", .. told is null ? Array.Empty<string>() : [$"--Worker:Queues={told}"]]);
        var settings = application.Services.GetRequiredService<IOptions<QueueSettings>>().Value;
        Assert.Equal(served, settings.Queues);
        Assert.Equal(Math.Max(1, Environment.ProcessorCount - less), settings.FitsAtOnce);
    }

    [Fact]
    public async Task The_gpu_is_for_its_own_queue_and_a_fit_that_finds_none_fails_with_a_sentence()
    {
        await using var application = Build(["--Torch:Device=cuda"]);
        var kinds = application.Services.GetRequiredService<ScorerKinds>();
        var design = BertDesign.Of("bert", [], BertDefaults.For("scratch:tiny") with { Epochs = 1 }, together: false);
        FitResult Fit(string queue) => kinds.Of(design).Engine(design, new FitContext("o", "a", 1, "i", null, queue))
            .Fit(ShortAnswers.Request(40, 10, 10), null, Cancellation);
        Assert.DoesNotContain(Fit(QueueSettings.Fits).Notes, note => note.Contains("GPU", StringComparison.Ordinal));
        var failure = Assert.Throws<FitException>(() => Fit(QueueSettings.GpuFits));
        Assert.Contains("The worker's GPU failed", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.MayPass);
    }

    [Fact]
    public async Task What_figures_differ_by_stands_with_every_fit_and_in_the_report()
    {
        await using var service = new RunningService { Settings = ["--Torch:Precision=bfloat16"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=a&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(72, levels: 3), "text/csv");
        var audit = await service.Http.AuditAsync("""
            { "items": ["a"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 10,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16, "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var fits = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        Assert.All(fits, fit => Assert.Contains("matrix products in bfloat16", fit!.ToJsonString(), StringComparison.Ordinal));
        Assert.Contains(
            "matrix products in bfloat16",
            await service.Http.GetStringAsync(new Uri($"/v1/audits/{audit["auditId"]}/report.html", UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    private static WebApplication Build(string[] settings) =>
        WebService.Build(["--ConnectionStrings:Database=Host=127.0.0.1;Database=none", "--urls=http://127.0.0.1:0", .. settings]);
}
