using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Planning;

/// <summary>Estimates how long the training runs of an audit would take, from those that were made before.</summary>
internal sealed class EstimateTime(IFitTimes times, AuditStore audits, AuditedResponses responses, ScorerKinds kinds)
{
    /// <summary>Audits that an estimate of a scorer rests on at most: the machine of today is that of the last ones.</summary>
    private const int MostAudits = 5;

    private const int SignificantDigits = 2;

    /// <summary>Estimates the time of planned training runs.</summary>
    public async Task<TimeEstimate> RunAsync(
        string organisationId, AuditDesign asked, IReadOnlyList<PlannedFit> planned, bool mayRead, CancellationToken cancellation)
    {
        var scorers = asked.Scorers.Where(scorer => planned.Any(fit => fit.Scorer == scorer.Name)).ToList();
        var places = times.Places(scorers);
        if (!mayRead || scorers.Count == 0)
        {
            return new TimeEstimate
            {
                Seconds = scorers.Count == 0 ? 0 : null,
                AtOnce = places.Values.Sum(place => place.AtOnce),
                Scorers = [.. scorers.Select(scorer => new ScorerTime(scorer.Name, planned.Count(fit => fit.Scorer == scorer.Name), null, 0))],
                Note = scorers.Count == 0
                    ? "Nothing is trained." : "How long it takes would tell how many responses there are; a key with the role read is told.",
            };
        }
        var measured = await times.LastAsync(organisationId, cancellation);
        var lengths = await responses.MeanLengthsAsync(
            organisationId, [.. asked.Items.Concat(measured.Select(one => one.ItemId)).Distinct()], cancellation);
        var designs = new Dictionary<string, AuditDesign?>(StringComparer.Ordinal);
        var told = new List<ScorerTime>();
        var work = new List<(string Queue, int AtOnce, double All, double Longest)>();
        foreach (var scorer in scorers)
        {
            var kind = kinds.Of(scorer);
            var like = new List<MeasuredFits>();
            foreach (var one in measured.Where(one => lengths.ContainsKey(one.ItemId)))
            {
                if (like.Select(other => other.AuditId).Append(one.AuditId).Distinct().Count() > MostAudits)
                {
                    break;
                }
                if (!designs.TryGetValue(one.AuditId, out var design))
                {
                    designs.Add(one.AuditId, design = (await audits.FindAsync(organisationId, one.AuditId))?.Design);
                }
                if (design?.Scorers.FirstOrDefault(other => other.Name == one.Scorer) is { } before && before.Kind == scorer.Kind
                    && kind.IsLike(scorer, before))
                {
                    like.Add(one);
                }
            }
            var done = like.Sum(one => one.Cost * kind.ReadOf(scorer, lengths[one.ItemId]));
            var rate = done > 0 ? like.Sum(one => one.Seconds) / done : 0;
            var seconds = planned.Where(fit => fit.Scorer == scorer.Name)
                .Select(fit => rate * fit.Cost * kind.ReadOf(scorer, lengths.GetValueOrDefault(fit.ItemId))).ToList();
            told.Add(new ScorerTime(scorer.Name, seconds.Count, done > 0 ? Rounded(seconds.Sum()) : null, like.Sum(one => one.Fits)));
            work.Add((places[scorer.Name].Queue, places[scorer.Name].AtOnce, seconds.Sum(), seconds.Max()));
        }
        return new TimeEstimate
        {
            Seconds = told.TrueForAll(one => one.Seconds is not null)
                ? Rounded(work.GroupBy(one => one.Queue).Max(queue => Math.Max(
                    queue.Sum(one => one.All) / Math.Max(1, queue.First().AtOnce), queue.Max(one => one.Longest))))
                : null,
            AtOnce = places.Values.DistinctBy(place => place.Queue).Sum(place => place.AtOnce),
            Scorers = told,
            Note = Said(told),
        };
    }

    private static string Said(List<ScorerTime> told)
    {
        var (known, unknown) = (told.Where(one => one.Seconds is not null).ToList(), told.Where(one => one.Seconds is null).ToList());
        return string.Join(' ', ((string?[])
        [
            unknown.Count == 0 ? null
                : $"No training run like those of {ScorerKinds.InWords(unknown.Select(one => $"'{one.Scorer}'"))} is done here yet, so that nobody knows "
                    + "how long they take.",
            known.Count == 0 ? null
                : "Measured on training runs of like scorers that are done here, and scaled by responses, passes and length of text; the evaluation comes "
                    + "after them, and what waits in the queue before them.",
        ]).OfType<string>());
    }

    /// <summary>As exact as it can be meant.</summary>
    private static double Rounded(double seconds)
    {
        if (seconds <= 0)
        {
            return seconds;
        }
        var unit = Math.Pow(10, Math.Floor(Math.Log10(seconds)) + 1 - SignificantDigits);
        return Math.Round(Math.Round(seconds / unit) * unit, 3);
    }
}
