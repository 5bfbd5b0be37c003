using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Api;

/// <summary>What a use case came to: a value, or why there is none. Endpoints, pages and schedules translate it, each in its own way.</summary>
/// <typeparam name="T">What it gives where it could be done.</typeparam>
internal abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="Value">What it gave.</param>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>What it was asked about is not there.</summary>
    /// <param name="What">What is not there, such as <c>audit '…'</c>.</param>
    public sealed record Missing(string What) : Outcome<T>;

    /// <summary>It does not fit the present state.</summary>
    /// <param name="Detail">Why, and what to do.</param>
    public sealed record Conflict(string Detail) : Outcome<T>;

    /// <summary>Something else was asked for under the same idempotency key before.</summary>
    /// <param name="Key">The key.</param>
    public sealed record KeyReused(string Key) : Outcome<T>;

    /// <summary>The request is understood and cannot be done.</summary>
    /// <param name="Title">What cannot be done.</param>
    /// <param name="Errors">Every reason, by field.</param>
    /// <param name="IsOfBody">Whether the fields are places of a JSON body, rather than names of a query or a header.</param>
    public sealed record Refused(string Title, IReadOnlyDictionary<string, string[]> Errors, bool IsOfBody = true) : Outcome<T>;

    /// <summary>Rows cannot be taken.</summary>
    /// <param name="Title">What was not done.</param>
    /// <param name="Received">Rows received.</param>
    /// <param name="Rejected">Rows that cannot be taken.</param>
    /// <param name="Errors">The first of the reasons.</param>
    public sealed record RowsRefused(string Title, long Received, long Rejected, IReadOnlyList<RowError> Errors) : Outcome<T>;

    /// <summary>There is no place for it now.</summary>
    /// <param name="Detail">What there are too many of.</param>
    /// <param name="Seconds">When to try again.</param>
    public sealed record Busy(string Detail, int Seconds) : Outcome<T>;

    /// <summary>It took longer than it may.</summary>
    /// <param name="Detail">How long it may take, and what to ask for instead.</param>
    public sealed record OutOfTime(string Detail) : Outcome<T>;

    /// <summary>The answer of HTTP to an outcome that is not <see cref="Done"/>.</summary>
    public ProblemHttpResult Problem() => this switch
    {
        Missing missing => Problems.NotFound(missing.What),
        Conflict conflict => Problems.Conflict(conflict.Detail),
        KeyReused reused => Problems.KeyReused(reused.Key),
        Refused { IsOfBody: true } refused => Problems.InvalidBody(refused.Title, refused.Errors),
        Refused refused => Problems.Invalid(refused.Title, refused.Errors),
        RowsRefused rows => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "rows-refused", rows.Title,
            $"{rows.Rejected} of {rows.Received} rows cannot be taken. First: row {rows.Errors[0].Row}: {rows.Errors[0].Message}",
            new Dictionary<string, object?> { ["received"] = rows.Received, ["rejected"] = rows.Rejected, ["errors"] = rows.Errors }),
        Busy busy => Problems.Busy("There is no place for it now", busy.Detail, busy.Seconds),
        OutOfTime late => Problems.Of(StatusCodes.Status422UnprocessableEntity, "deadline", "It took too long", late.Detail),
        _ => throw new InvalidOperationException("What was done is no problem."),
    };
}
