namespace ScoringFairness.Scoring.Chat;

/// <summary>What is kept of a fit's dealings with an endpoint, so that nothing is paid for twice and no budget is passed.</summary>
/// <remarks>An instance belongs to one fit.</remarks>
public interface IChatLedger
{
    /// <summary>
    /// The answer that the same request was given before; null where there is none, and then it is the caller's to send: others who
    /// claim it wait until <see cref="AnswerAsync"/> or <see cref="AbandonAsync"/>, or until the caller's process is gone.
    /// </summary>
    /// <param name="digest">SHA-256 of endpoint and request.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ChatScore?> ClaimAsync(string digest, CancellationToken cancellation);

    /// <summary>Keeps the answer to a claimed request.</summary>
    /// <param name="digest">The request's digest.</param>
    /// <param name="response">The response that it was about: kept as a digest, by which it is found when the response is erased.</param>
    /// <param name="score">The answer.</param>
    Task AnswerAsync(string digest, string response, ChatScore score);

    /// <summary>Gives a claim back unanswered.</summary>
    Task AbandonAsync(string digest);

    /// <summary>Sets money aside for what is about to be sent, and records that it is sent.</summary>
    /// <returns>The number of the record.</returns>
    /// <exception cref="FitException">The organisation does not allow the endpoint, or a budget would be passed.</exception>
    Task<long> SendingAsync(ChatSending sending, CancellationToken cancellation);

    /// <summary>Records what became of what was sent, and gives back what it did not cost.</summary>
    Task SentAsync(long number, ChatOutcome outcome);

    /// <summary>Where the making of a model stands; a new one where it never began.</summary>
    /// <remarks>Others who ask for it wait until <see cref="LeaveTuningAsync"/>, or until the caller's process is gone.</remarks>
    /// <param name="key">SHA-256 of endpoint, model, files and settings.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<ChatTuning> EnterTuningAsync(string key, CancellationToken cancellation);

    /// <summary>Stores where the making of a model stands.</summary>
    Task SaveTuningAsync(ChatTuning tuning);

    /// <summary>Lets others have it.</summary>
    Task LeaveTuningAsync(string key);
}

/// <summary>What a model answered about a response.</summary>
/// <param name="Level">The level; meaningless where there is no score.</param>
/// <param name="Missing">Why there is no score; null where there is one.</param>
/// <param name="Probabilities">Probability of each level; empty where the endpoint gives none.</param>
public sealed record ChatScore(int Level, MissingScore? Missing, IReadOnlyList<float> Probabilities);

/// <summary>What kind of thing was sent to an endpoint.</summary>
public enum ChatSendingKind
{
    /// <summary>A response to grade.</summary>
    Response,

    /// <summary>A file of training responses.</summary>
    TrainingFile,

    /// <summary>A file of validation responses.</summary>
    ValidationFile,

    /// <summary>A fine-tuning job.</summary>
    TuningJob,
}

/// <summary>Something about to be sent.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Model">The model.</param>
/// <param name="Digest">SHA-256 of it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="AtMost">What it may cost.</param>
public sealed record ChatSending(ChatSendingKind Kind, string Model, string Digest, long Bytes, decimal AtMost);

/// <summary>What became of something sent.</summary>
/// <param name="Result">In a word or two: answered, status 429, no answer, ….</param>
/// <param name="Cost">What it cost; null: not known, so that what was set aside counts.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="TrainedTokens">Tokens trained on.</param>
public sealed record ChatOutcome(string Result, decimal? Cost, long InputTokens = 0, long OutputTokens = 0, long TrainedTokens = 0);
