namespace ScoringFairness.Scoring.Chat.Transport;

/// <summary>Sends a request until it is done, cannot be done, or was sent often enough.</summary>
internal sealed class ChatRetry(ChatTransport transport, IEnumerable<string> texts)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Gives the reply that is done, or one that says that the request never can be.</summary>
    /// <param name="what">What is being done, for people.</param>
    /// <param name="tokens">Tokens of one attempt.</param>
    /// <param name="attempt">One attempt, numbered from 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ChatUnavailableException">Every attempt failed in a way that may pass.</exception>
    public async Task<ChatReply> RunAsync(string what, long tokens, Func<int, Task<ChatReply>> attempt, CancellationToken cancellation)
    {
        var endpoint = transport.Endpoint;
        for (var number = 1; ; number++)
        {
            ChatReply reply;
            using (await transport.Limits.EnterAsync(tokens, cancellation))
            {
                reply = await attempt(number);
            }
            if (reply.IsDone || !reply.MayPass)
            {
                return reply;
            }
            if (number >= endpoint.Attempts)
            {
                throw new ChatUnavailableException(Words($"{what} failed {number} times, at last: {reply.Reason}"));
            }
            var backoff = endpoint.Backoff * Math.Pow(2, number - 1) * (0.75 + Random.Shared.NextDouble() / 2);
            var wait = reply.RetryAfter is { } asked && asked > backoff ? asked : backoff;
            wait = wait < LongestWait ? wait : LongestWait;
            if (reply.Status == 429)
            {
                transport.Limits.Pause(wait);
            }
            else
            {
                await Task.Delay(wait, cancellation);
            }
        }
    }

    /// <summary>The failure that a reply tells, in the provider's words without the texts.</summary>
    public FitException Failure(string what, string reason) => new(Words($"{what} failed: {reason}"));

    private string Words(string said) => $"Endpoint '{transport.Endpoint.Name}': {ResponseRedaction.Redact(said, texts)}";
}
