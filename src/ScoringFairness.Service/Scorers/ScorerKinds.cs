using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;

namespace ScoringFairness.Service.Scorers;

/// <summary>The kinds of scorer that this program has, in the order in which they are offered.</summary>
internal sealed class ScorerKinds(IEnumerable<IScorerKind> kinds)
{
    /// <summary>The scorers of an audit that names none.</summary>
    public static IReadOnlyList<ScorerRequest> Default { get; } = [new BertRequest()];

    /// <summary>The kinds.</summary>
    public IReadOnlyList<IScorerKind> All { get; } = [.. kinds];

    /// <summary>The kinds for those who choose one, such as "bert, linear and nasBert (trained here) and external (scores sent before)".</summary>
    public string Words => InWords(All.GroupBy(kind => kind.Source).Select(same => $"{InWords(same.Select(kind => kind.Word))} ({same.Key})"));

    /// <summary>The kind that a word stands for; null where it stands for none.</summary>
    public IScorerKind? Find(string? word) => All.FirstOrDefault(kind => kind.Word == word);

    /// <summary>The kind of a scorer.</summary>
    public IScorerKind Of(ScorerDesign scorer) =>
        Find(scorer.Kind) ?? throw new InvalidOperationException($"Scorer '{scorer.Name}' is of kind '{scorer.Kind}', which this program does not have.");

    /// <summary>Whether items that hold the same texts train a scorer together.</summary>
    public bool TrainsTogether(ScorerDesign scorer) => Of(scorer).TrainsTogether(scorer);

    /// <summary>Writes out the defaults of a scorer, or says everything that is wrong with it.</summary>
    public (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits)
    {
        if (request is UnreadableRequest)
        {
            return (null, request.Refusals);
        }
        var name = request.Name is null ? null : Identifier.Problem(request.Name) ?? TakenNames.OfScorer(request.Name);
        var (design, problems) = Find(request.Kind)!.Design(request, splits);
        IReadOnlyList<string> all = [.. request.Refusals, .. name is null ? Array.Empty<string>() : [$"name {name}."], .. problems];
        return all.Count > 0 ? (null, all) : (design, []);
    }

    /// <summary>Adds what keeps the scorers of an audit from being run on its data.</summary>
    public async Task CheckAsync(ScorerCheck check, IReadOnlyList<ScorerDesign> scorers, Refusals errors, CancellationToken cancellation)
    {
        foreach (var (kind, own) in ByKind(scorers))
        {
            await kind.CheckAsync(check, own, errors, cancellation);
        }
    }

    /// <summary>Copies the scores that there are of an item already into an audit, in the planning transaction.</summary>
    /// <returns>How many responses lack a score, by scorer and group.</returns>
    public async Task<IReadOnlyList<UnscoredGroup>> FreezeAsync(
        NpgsqlConnection connection, FrozenItem item, IReadOnlyList<ScorerDesign> scorers, CancellationToken cancellation)
    {
        var unscored = new List<UnscoredGroup>();
        foreach (var scorer in scorers)
        {
            unscored.AddRange(await Of(scorer).FreezeAsync(connection, item, scorer, cancellation));
        }
        return unscored;
    }

    /// <summary>What keeps a reader of a report from taking the figures of its scorers for more than they are.</summary>
    public IEnumerable<AuditWarning> Caveats(IReadOnlyList<ScorerDesign> scorers) =>
        ByKind(scorers).SelectMany(same => same.Kind.Caveats(same.Scorers)).Concat(Twins.Caveats(scorers)).Concat(TaughtScorers.Caveats(scorers));

    /// <summary>The parts of the form of a new audit.</summary>
    public async Task<IReadOnlyList<FormPart>> FormAsync(string organisationId, CancellationToken cancellation) =>
        await Task.WhenAll(All.Select(kind => kind.FormAsync(organisationId, cancellation)));

    /// <summary>The scorers that a form asks for.</summary>
    public IReadOnlyList<ScorerRequest> Read(PostedForm form) => [.. All.SelectMany(kind => kind.Read(form))];

    private IEnumerable<(IScorerKind Kind, IReadOnlyList<ScorerDesign> Scorers)> ByKind(IReadOnlyList<ScorerDesign> scorers) =>
        from kind in All
        let own = scorers.Where(scorer => scorer.Kind == kind.Word).ToList()
        where own.Count > 0
        select (kind, (IReadOnlyList<ScorerDesign>)own);

    /// <summary>Words in a row, "and" before the last.</summary>
    internal static string InWords(IEnumerable<string> words) =>
        words.ToList() switch
        {
            [.. { Count: > 0 } first, var last] => $"{string.Join(", ", first)} and {last}",
            var few => string.Concat(few),
        };
}
