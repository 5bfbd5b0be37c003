using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Host.Access;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Lifecycle;

/// <summary>Places for event streams, by organisation: each looks at its audit twice a second, and many would keep other organisations waiting.</summary>
internal sealed class StreamPlaces(IOptions<AccessSettings> settings) : IDisposable
{
    /// <summary>Seconds after which one that was turned away may come again.</summary>
    public const int BusySeconds = 5;

    private readonly Places _places = new(int.MaxValue, settings.Value.EventStreams, waiting: 0);

    /// <summary>What to tell whoever gets none.</summary>
    public string Busy => string.Create(CultureInfo.InvariantCulture,
        $"{settings.Value.EventStreams} event streams of this organisation are open already (Access__EventStreams); close one, or ask where the audit stands: "
        + $"GET /v1/audits/{{auditId}}.");

    /// <summary>Takes a place until it is disposed; null where none is free.</summary>
    public IDisposable? TryTake(string organisationId) => _places.TryTake(organisationId);

    public void Dispose() => _places.Dispose();
}
