using System.Collections.Concurrent;
using ScoringFairness.Scoring.Chat;
using ScoringFairness.Scoring.Chat.Transport;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>The ways to the endpoints: one of each in a process, so that its limits hold for all fits together.</summary>
internal sealed class ChatTransports : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ChatTransport>> _transports = new(StringComparer.Ordinal);

    public ChatTransport To(ChatEndpoint endpoint) =>
        _transports.GetOrAdd(endpoint.Name, _ => new Lazy<ChatTransport>(() => new ChatTransport(endpoint))).Value;

    public void Dispose()
    {
        foreach (var transport in _transports.Values.Where(one => one.IsValueCreated))
        {
            transport.Value.Dispose();
        }
    }
}
