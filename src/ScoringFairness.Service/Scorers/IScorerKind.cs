using Npgsql;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Scorers;

/// <summary>
/// A kind of scorer: all that the program knows of it. Whoever plans, trains, reports or shows a form asks the kind, and none of them
/// knows which kinds there are. <see cref="ScorerKind{TRequest, TDesign}"/> is what a kind is made from.
/// </summary>
internal interface IScorerKind
{
    /// <summary>The word that stands for it in requests, in the database and in measurements.</summary>
    string Word { get; }

    /// <summary>Where scores of it come from, in words for those who choose a kind.</summary>
    string Source { get; }

    /// <summary>The record of a request; its properties are what a client may send.</summary>
    Type RequestType { get; }

    /// <summary>The record of a design.</summary>
    Type DesignType { get; }

    /// <summary>Whether its fits go to a GPU where there is one and no setting says which do.</summary>
    bool PrefersGpu { get; }

    /// <summary>Whether a provider is paid for its scores, and may give none.</summary>
    bool HasProvider { get; }

    /// <summary>Whether its fits give a probability of each level, so that other scorers can learn from it.</summary>
    bool GivesProbabilities { get; }

    /// <summary>Writes out every default, or says what is wrong.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="splits">The training splits by the labels of the data: those that were asked for, else all.</param>
    (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits);

    /// <summary>The request that a design stands for, with every option written out.</summary>
    ScorerRequest Again(ScorerDesign scorer);

    /// <summary>What to tell a client who sent options of other kinds.</summary>
    /// <param name="options">The options.</param>
    /// <param name="owners">The kinds that have them.</param>
    string Misplaced(IReadOnlyList<string> options, IReadOnlyList<string> owners);

    /// <summary>Adds what keeps the scorers of an audit, all of this kind, from being run on its data.</summary>
    Task CheckAsync(ScorerCheck check, IReadOnlyList<ScorerDesign> scorers, Refusals errors, CancellationToken cancellation);

    /// <summary>Copies the scores that there are of an item already into an audit, in the planning transaction.</summary>
    /// <returns>How many responses lack a score, by group.</returns>
    Task<IReadOnlyList<UnscoredGroup>> FreezeAsync(NpgsqlConnection connection, FrozenItem item, ScorerDesign scorer, CancellationToken cancellation);

    /// <summary>Passes over the training responses, as progress counts them.</summary>
    int Epochs(ScorerDesign scorer);

    /// <summary>The relative length of a fit.</summary>
    /// <param name="scorer">The scorer.</param>
    /// <param name="trainedOn">Responses trained on.</param>
    /// <param name="scored">Responses scored.</param>
    double Cost(ScorerDesign scorer, double trainedOn, double scored);

    /// <summary>Whether the first fit of an item reads its responses for all others, which find what was read.</summary>
    bool ReadsOnce(ScorerDesign scorer);

    /// <summary>Whether the fits of a scorer take as long as those of another of this kind, where responses, passes and texts are alike.</summary>
    bool IsLike(ScorerDesign scorer, ScorerDesign other);

    /// <summary>How much of a text is read, in the unit of its length, which is about a byte.</summary>
    double ReadOf(ScorerDesign scorer, double length);

    /// <summary>Whether items that hold the same texts train one scorer together: its engine is an <see cref="ITogetherEngine"/>.</summary>
    bool TrainsTogether(ScorerDesign scorer);

    /// <summary>Whether a word of the setting of scorers for the GPU means this one.</summary>
    bool IsMeant(ScorerDesign scorer, string word);

    /// <summary>
    /// Finds out what must be the same for every fit of an audit and is not written out yet; called before each fit, and may take
    /// long.
    /// </summary>
    /// <returns>Writes it into the design, unless another fit was first; null where nothing is left to find out.</returns>
    Func<ScorerDesign, ScorerDesign>? Pin(ScorerDesign scorer, CancellationToken cancellation);

    /// <summary>The engine of a fit.</summary>
    /// <exception cref="FitException">This worker is not configured for it.</exception>
    IScorerEngine Engine(ScorerDesign scorer, FitContext context);

    /// <summary>What the scorer's fits would cost at a provider; null where there is none.</summary>
    ICostEstimate? Estimate(ScorerDesign scorer);

    /// <summary>The method that says which words move a scorer's scores, with the mark that lets it speak; null: none does.</summary>
    AttributionMark? Attribution(ScorerDesign scorer);

    /// <summary>What keeps a reader of a report from taking the figures of some scorers of this kind for more than they are.</summary>
    IEnumerable<AuditWarning> Caveats(IReadOnlyList<ScorerDesign> scorers);

    /// <summary>What a scorer's scores come from, in a few words.</summary>
    string Origin(ScorerDesign scorer);

    /// <summary>Its part of the form of a new audit.</summary>
    Task<FormPart> FormAsync(string organisationId, CancellationToken cancellation);

    /// <summary>The scorers of this kind that a form asks for.</summary>
    IEnumerable<ScorerRequest> Read(PostedForm form);
}
