using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Scorers;

/// <summary>A kind of scorer with its own records; what a kind does not override is as it is for a scorer that fits train once over.</summary>
/// <typeparam name="TRequest">What a client may ask for.</typeparam>
/// <typeparam name="TDesign">A scorer with every default written out.</typeparam>
/// <param name="word">The word that stands for it.</param>
/// <param name="source">Where scores of it come from, in words for those who choose a kind.</param>
internal abstract class ScorerKind<TRequest, TDesign>(string word, string source) : IScorerKind
    where TRequest : ScorerRequest
    where TDesign : ScorerDesign
{
    /// <summary>How long a response that is trained on takes, where scoring it takes 1.</summary>
    private const double TrainingPass = 3;

    public string Word => word;

    public string Source => source;

    public Type RequestType => typeof(TRequest);

    public Type DesignType => typeof(TDesign);

    public virtual bool PrefersGpu => false;

    public virtual bool HasProvider => false;

    public virtual bool GivesProbabilities => false;

    (ScorerDesign? Design, IReadOnlyList<string> Problems) IScorerKind.Design(ScorerRequest request, IReadOnlyList<string> splits) =>
        Design((TRequest)request, splits);

    ScorerRequest IScorerKind.Again(ScorerDesign scorer) => Again((TDesign)scorer);

    public virtual string Misplaced(IReadOnlyList<string> options, IReadOnlyList<string> owners) =>
        $"options such as {string.Join(", ", options)} belong to {(owners.Count == 1 ? "kind" : "kinds")} {ScorerKinds.InWords(owners)}; leave them out.";

    Task IScorerKind.CheckAsync(ScorerCheck check, IReadOnlyList<ScorerDesign> scorers, Refusals errors, CancellationToken cancellation) =>
        CheckAsync(check, [.. scorers.Cast<TDesign>()], errors, cancellation);

    Task<IReadOnlyList<UnscoredGroup>> IScorerKind.FreezeAsync(
        NpgsqlConnection connection, FrozenItem item, ScorerDesign scorer, CancellationToken cancellation) =>
        FreezeAsync(connection, item, (TDesign)scorer, cancellation);

    int IScorerKind.Epochs(ScorerDesign scorer) => Epochs((TDesign)scorer);

    bool IScorerKind.ReadsOnce(ScorerDesign scorer) => ReadsOnce((TDesign)scorer);

    double IScorerKind.Cost(ScorerDesign scorer, double trainedOn, double scored) => Cost((TDesign)scorer, trainedOn, scored);

    bool IScorerKind.IsLike(ScorerDesign scorer, ScorerDesign other) => IsLike((TDesign)scorer, (TDesign)other);

    double IScorerKind.ReadOf(ScorerDesign scorer, double length) => ReadOf((TDesign)scorer, length);

    bool IScorerKind.TrainsTogether(ScorerDesign scorer) => TrainsTogether((TDesign)scorer);

    bool IScorerKind.IsMeant(ScorerDesign scorer, string word) => IsMeant((TDesign)scorer, word);

    Func<ScorerDesign, ScorerDesign>? IScorerKind.Pin(ScorerDesign scorer, CancellationToken cancellation) =>
        Pin((TDesign)scorer, cancellation) is { } pin ? stored => pin((TDesign)stored) : null;

    IScorerEngine IScorerKind.Engine(ScorerDesign scorer, FitContext context) => Engine((TDesign)scorer, context);

    ICostEstimate? IScorerKind.Estimate(ScorerDesign scorer) => Estimate((TDesign)scorer);

    AttributionMark? IScorerKind.Attribution(ScorerDesign scorer) => Attribution((TDesign)scorer);

    IEnumerable<AuditWarning> IScorerKind.Caveats(IReadOnlyList<ScorerDesign> scorers) => Caveats([.. scorers.Cast<TDesign>()]);

    string IScorerKind.Origin(ScorerDesign scorer) => Origin((TDesign)scorer);

    public abstract Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation);

    public abstract IEnumerable<ScorerRequest> Read(PostedForm form);

    /// <inheritdoc cref="IScorerKind.Design"/>
    protected abstract (TDesign? Design, IReadOnlyList<string> Problems) Design(TRequest request, IReadOnlyList<string> splits);

    /// <inheritdoc cref="IScorerKind.Again"/>
    /// <remarks>What both records have under one name they mean alike; what has a form of its own in the design is the kind's to take over.</remarks>
    protected virtual TRequest Again(TDesign scorer)
    {
        var design = JsonSerializer.SerializeToNode(scorer, ContractJson.Options)!.AsObject();
        foreach (var (name, _) in design.Where(one => one.Value is null or JsonObject or JsonArray { Count: 0 }).ToList())
        {
            design.Remove(name);
        }
        return design.Deserialize<TRequest>(ContractJson.Options)!;
    }

    /// <inheritdoc cref="IScorerKind.CheckAsync"/>
    protected virtual Task CheckAsync(ScorerCheck check, IReadOnlyList<TDesign> scorers, Refusals errors, CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <inheritdoc cref="IScorerKind.FreezeAsync"/>
    protected virtual Task<IReadOnlyList<UnscoredGroup>> FreezeAsync(
        NpgsqlConnection connection, FrozenItem item, TDesign scorer, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<UnscoredGroup>>([]);

    /// <inheritdoc cref="IScorerKind.Epochs"/>
    protected virtual int Epochs(TDesign scorer) => 1;

    /// <summary>The passes that a fit makes over the training responses in all, those counted that progress does not.</summary>
    protected virtual int Passes(TDesign scorer) => Epochs(scorer);

    /// <summary>Responses scored, and those trained on once more for each pass, which take three times as long.</summary>
    protected virtual double Cost(TDesign scorer, double trainedOn, double scored) => TrainingPass * trainedOn * Passes(scorer) + scored;

    /// <inheritdoc cref="IScorerKind.ReadsOnce"/>
    protected virtual bool ReadsOnce(TDesign scorer) => false;

    /// <inheritdoc cref="IScorerKind.IsLike"/>
    protected virtual bool IsLike(TDesign scorer, TDesign other) => true;

    /// <inheritdoc cref="IScorerKind.ReadOf"/>
    protected virtual double ReadOf(TDesign scorer, double length) => length;

    /// <inheritdoc cref="IScorerKind.TrainsTogether"/>
    protected virtual bool TrainsTogether(TDesign scorer) => false;

    /// <inheritdoc cref="IScorerKind.IsMeant"/>
    protected virtual bool IsMeant(TDesign scorer, string word) => word == Word || word == scorer.Name;

    /// <inheritdoc cref="IScorerKind.Pin"/>
    protected virtual Func<TDesign, TDesign>? Pin(TDesign scorer, CancellationToken cancellation) => null;

    /// <inheritdoc cref="IScorerKind.Engine"/>
    protected abstract IScorerEngine Engine(TDesign scorer, FitContext context);

    /// <inheritdoc cref="IScorerKind.Estimate"/>
    protected virtual ICostEstimate? Estimate(TDesign scorer) => null;

    /// <inheritdoc cref="IScorerKind.Attribution"/>
    protected virtual AttributionMark? Attribution(TDesign scorer) => null;

    /// <inheritdoc cref="IScorerKind.Caveats"/>
    protected virtual IEnumerable<AuditWarning> Caveats(IReadOnlyList<TDesign> scorers) => [];

    /// <inheritdoc cref="IScorerKind.Origin"/>
    protected virtual string Origin(TDesign scorer) => Word;

    /// <summary>Names of scorers in a sentence, each with what it was made of.</summary>
    protected static string Named(IEnumerable<TDesign> scorers, Func<TDesign, string> from) =>
        string.Join(", ", scorers.Select(scorer => $"'{scorer.Name}' ({from(scorer)})"));
}
