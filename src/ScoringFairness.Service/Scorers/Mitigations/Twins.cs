using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Scorers.Mitigations;

/// <summary>Mitigated scorers beside the same scorers without a mitigation.</summary>
internal static class Twins
{
    /// <summary>Writes each mitigated scorer's twin out, or refuses the scorer that has none.</summary>
    /// <param name="scorers">The scorers, each with the field that it was asked for in.</param>
    /// <param name="errors">Takes what is refused.</param>
    public static List<ScorerDesign> Found(IReadOnlyList<(string Field, ScorerDesign Design)> scorers, Refusals errors)
    {
        var plain = scorers.Select(one => one.Design).OfType<MitigatedDesign>().Where(one => one.Mitigation is null).ToList();
        var found = new List<ScorerDesign>();
        foreach (var (field, design) in scorers)
        {
            if (design is not MitigatedDesign { Mitigation: { } mitigation } mitigated)
            {
                found.Add(design);
                continue;
            }
            var twin = plain.FirstOrDefault(one => one.IsTwinOf(mitigated));
            errors.Unless(twin is not null, field,
                $"has no twin: what a mitigation changes is seen beside the same scorer without it. Add one of kind {design.Kind} with the same options "
                + $"and no mitigation, trained on {string.Join(", ", design.Splits)}.");
            found.Add(mitigated with { Mitigation = mitigation with { Twin = twin?.Name ?? "" } });
        }
        return found;
    }

    /// <summary>What a reader of mitigated scorers' figures should know.</summary>
    public static IEnumerable<AuditWarning> Caveats(IReadOnlyList<ScorerDesign> scorers)
    {
        if (Mitigated(scorers).Select(one => $"'{one.Scorer.Name}'").ToList() is { Count: > 0 } names)
        {
            yield return new AuditWarning("mitigated", null,
                $"{(names.Count == 1 ? "Scorer" : "Scorers")} {ScorerKinds.InWords(names)} {(names.Count == 1 ? "was" : "were")} trained to narrow a gap: "
                + "group membership was used in training, never in scoring. Whether it may be used at all is for those to judge who answer for the scorer.");
        }
    }

    /// <summary>How the training of a scorer is changed; null: it is not.</summary>
    public static MitigationDesign? MitigationOf(ScorerDesign scorer) => (scorer as MitigatedDesign)?.Mitigation;

    /// <summary>The mitigated scorers of an audit, each with the name of its twin.</summary>
    public static IEnumerable<(MitigatedDesign Scorer, MitigationDesign Mitigation)> Mitigated(IReadOnlyList<ScorerDesign> scorers) =>
        scorers.OfType<MitigatedDesign>().Where(scorer => scorer.Mitigation is not null).Select(scorer => (scorer, scorer.Mitigation!));
}
