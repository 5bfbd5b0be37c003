using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Bert;

/// <summary>
/// The training of a BERT scorer, from one seed or several, and the scores that it gives; of several fits that hold the same texts, one encoder
/// with a head each.
/// </summary>
internal sealed class BertFit(
    BertOptions options, EncodedResponses? encodings, IReadOnlyList<FitRequest> requests, Action<FitProgress>? progress, CancellationToken cancellation)
{
    /// <summary>Trains and scores.</summary>
    /// <returns>What each fit gave.</returns>
    public IReadOnlyList<FitResult> Run()
    {
        var rows = new FitRows(requests);
        List<MemberOutputs> members = [.. Enumerable.Range(0, options.Ensemble)
            .Select(member => new BertMember(options, encodings, requests, rows, member, Share(member), cancellation).Run())];
        var trained = MemberOutputs.Mean(members);
        return [.. requests.Select((request, head) =>
        {
            var places = trained.Places(rows, head, request.LevelCount, options.Cuts);
            var scores = trained.Scores(places, head, options.Head).ToList();
            return new FitResult
            {
                Scores = [.. rows.ResponsesOf[head].Select(row => scores[row])],
                Vectors = [.. rows.ResponsesOf[head].Take(request.Vectors).Select(row => new ResponseVector(null, trained.Vectors[row]))],
                Attributions = trained.Attributions.ElementAtOrDefault(head) ?? [],
                Epochs = trained.Epochs[head],
                ChosenEpoch = trained.ChosenEpoch,
                Seconds = trained.Seconds / requests.Count,
                TokensPerSecond = trained.TokensPerSecond,
                CheckpointDigest = trained.Digest,
                Notes = [.. trained.Notes, .. ((string?[])[Together, Several, Untaught(request), places?.Note, options.Device.Note]).OfType<string>()],
                VocabularySize = trained.VocabularySize,
                LearntNothing = trained.LearntNothing[head],
            };
        })];
    }

    private string? Together => requests.Count == 1
        ? null
        : $"Trained together with {requests.Count - 1} other {(requests.Count == 2 ? "item that holds" : "items that hold")} the same texts: "
            + "one encoder, a head for each.";

    /// <summary>Said where a teacher gave no probabilities to train on.</summary>
    private string? Untaught(FitRequest request)
    {
        if (request.Distillation is null) return null;
        var all = request.Training.Concat(request.Validation).ToList();
        var without = all.Count(text => text.Teacher is null || (options.Head != LevelHead.Regression && text.Teacher.Probabilities.Count == 0));
        return without == 0
            ? null
            : $"Of {(without == all.Count ? "all" : "some")} training responses the teacher says nothing that can be trained on: there human scores alone "
                + "were. A teacher that had few responses to see how far its scores are off gives no probabilities.";
    }

    private string? Several => options.Ensemble == 1
        ? null
        : $"Trained {options.Ensemble} times with as many seeds; scores are of the mean. Losses are the first training's.";

    /// <summary>Each training is its share of the work.</summary>
    private Action<FitProgress>? Share(int member) => progress is null || options.Ensemble == 1
        ? progress
        : one => progress(one with { Fraction = (member + one.Fraction) / options.Ensemble });
}
