using System.Text.Json;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Scorers.Bert;

namespace ScoringFairness.Service.Bench;

/// <summary>A scorer whose agreement is measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Checkpoint">What it starts from; empty: nothing.</param>
/// <param name="Engine">Its engine.</param>
/// <param name="Together">Whether items that hold the same texts are trained together.</param>
internal sealed record QualityScorer(string Name, string Checkpoint, IScorerEngine Engine, bool Together);

/// <summary>BERT scorers as an audit would have them, without an audit.</summary>
internal sealed class QualityScorers(EncodedResponses encodings, TorchDevice device)
{
    /// <summary>The scorer of a request's JSON.</summary>
    public QualityScorer Read(string json)
    {
        var request = JsonSerializer.Deserialize<BertRequest>(json, ContractJson.Options)!;
        var checkpoint = request.Checkpoint ?? BertKind.DefaultCheckpoint;
        var options = request.Over(BertDefaults.For(checkpoint, request.Mode ?? TrainingMode.FineTuning, request.Head));
        return Of(request.Name ?? BertKind.Kind, options, request.Together);
    }

    /// <summary>An encoder, fine-tuned as it is by default and in screening.</summary>
    public IReadOnlyList<QualityScorer> Of(string checkpoint) =>
        [Of(BertKind.Kind, BertDefaults.For(checkpoint)), Of("screening", BertDefaults.For(checkpoint, TrainingMode.Screening))];

    private QualityScorer Of(string name, BertOptions options, bool? together = null)
    {
        options = options with { Device = device };
        return new(name, options.Checkpoint, options.Mode == TrainingMode.Screening
            ? new ScreeningEngine(options, encodings)
            : new BertScorerEngine(options, encodings), together ?? BertDefaults.TrainsTogether(options));
    }
}
