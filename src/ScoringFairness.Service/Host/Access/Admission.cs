namespace ScoringFairness.Service.Host.Access;

/// <summary>What let a request in, for answers that last: whether it would still let one in.</summary>
/// <param name="still">Asks again.</param>
internal sealed class Admission(Func<CancellationToken, Task<bool>> still)
{
    /// <summary>How often a lasting answer asks.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Whether the key, the browser's cookie or the token opens anything now.</summary>
    public Task<bool> HoldsAsync(CancellationToken cancellation) => still(cancellation);

    /// <summary>What let a request in.</summary>
    public static Admission Of(HttpContext request) =>
        request.Features.Get<Admission>() ?? throw new InvalidOperationException("The request was let in by nothing that lasts.");
}
