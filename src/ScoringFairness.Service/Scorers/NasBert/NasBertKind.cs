using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.NasBert;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Scorers.NasBert;

/// <summary>NAS-BERT, the text classifier of ML.NET, which is fine-tuned in a process of its own.</summary>
internal sealed class NasBertKind(IOptions<NasBertSettings> settings, HubSettings hub, IOptions<QueueSettings> queue)
    : ScorerKind<NasBertRequest, NasBertDesign>(Kind, "trained here")
{
    public const string Kind = "nasBert";

    private const string Field = "trained";

    public override Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation) => Task.FromResult(new FormPart
    {
        Boxes =
        [
            new FormBox(
                Field, Kind, "NAS-BERT, ML.NET's own text classifier, trained here on each training split", "its weights are fetched at the first use"),
        ],
    });

    public override IEnumerable<ScorerRequest> Read(PostedForm form) => form.Has(Field, Kind) ? [new NasBertRequest()] : [];

    protected override (NasBertDesign? Design, IReadOnlyList<string> Problems) Design(NasBertRequest request, IReadOnlyList<string> splits)
    {
        var defaults = settings.Value.Options(hub);
        var options = defaults with
        {
            Epochs = request.Epochs ?? defaults.Epochs,
            BatchSize = request.BatchSize ?? defaults.BatchSize,
            LearningRate = request.LearningRate ?? defaults.LearningRate,
        };
        return options.Problems() is { Count: > 0 } problems ? (null, problems) : (new NasBertDesign
        {
            Name = request.Name ?? Kind,
            Splits = splits,
            WeightsDigest = options.Sha256,
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
        }, []);
    }

    /// <summary>Where this process trains, what training needs is looked for; the folder of a worker elsewhere need not be this one's.</summary>
    protected override Task CheckAsync(
        ScorerCheck check, IReadOnlyList<NasBertDesign> scorers, Refusals errors, CancellationToken cancellation) => Task.Run(
        () =>
        {
            if (!queue.Value.Serves(QueueSettings.Fits) && !queue.Value.Serves(QueueSettings.GpuFits)) return;
            var options = settings.Value.Options(hub);
            if ((NasBertScorerEngine.Problem(options) ?? new NasBertWeights(options.Folder).Problem(cancellation)) is { } problem)
                errors.Add("scorers", problem);
        },
        cancellation);

    protected override int Epochs(NasBertDesign scorer) => scorer.Epochs;

    /// <summary>Workers may have different files under the same name: what the first fit finds is every fit's.</summary>
    protected override Func<NasBertDesign, NasBertDesign>? Pin(NasBertDesign scorer, CancellationToken cancellation) =>
        scorer.WeightsDigest is null && new NasBertWeights(settings.Value.Options(hub).Folder).Digest() is { } digest
            ? stored => stored.WeightsDigest is null ? stored with { WeightsDigest = digest } : stored
            : null;

    protected override IScorerEngine Engine(NasBertDesign scorer, FitContext context) => new NasBertScorerEngine(settings.Value.Options(hub) with
    {
        Sha256 = scorer.WeightsDigest,
        Epochs = scorer.Epochs,
        BatchSize = scorer.BatchSize,
        LearningRate = scorer.LearningRate,
    });

    protected override string Origin(NasBertDesign scorer) => $"NAS-BERT by Microsoft.ML.TorchSharp, {scorer.Epochs} epochs";
}
