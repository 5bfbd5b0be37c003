using System.Collections.Concurrent;
using System.Globalization;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// Uploads on their way in. Until all of one is there it has no place among those that are stored, and no connection to the
/// database: who sends slowly keeps nobody waiting.
/// </summary>
internal sealed class Arrivals(UploadSettings settings) : IDisposable
{
    /// <summary>Seconds after which one that was turned away may come again.</summary>
    public const int BusySeconds = 5;

    private readonly Places _places = new(int.MaxValue, settings.Arriving, waiting: 0);
    private readonly ConcurrentDictionary<string, long> _kept = new(StringComparer.Ordinal);

    /// <summary>Lets an upload of an organisation in; null where too many are on their way.</summary>
    public Task<IDisposable?> TakeAsync(string organisationId, CancellationToken cancellation) => _places.TakeAsync(organisationId, cancellation);

    /// <summary>What to tell whoever was not let in.</summary>
    public string Busy => string.Create(CultureInfo.InvariantCulture,
        $"{settings.Arriving} uploads of this organisation are coming in or waiting (Uploads__Arriving); send it again after {BusySeconds} s.");

    /// <summary>A place for rows of an organisation until they are stored.</summary>
    public KeptRows Keep(string organisationId) => new(settings.Folder, bytes => Count(organisationId, bytes));

    public void Dispose() => _places.Dispose();

    private void Count(string organisationId, long bytes)
    {
        var all = _kept.AddOrUpdate(organisationId, bytes, (_, before) => before + bytes);
        if (bytes > 0 && all > settings.MostBytes)
        {
            throw new BadHttpRequestException(
                $"Uploads of one organisation that are coming in or waiting take {settings.MostMiB} MiB at most (Uploads__MostMiB).",
                StatusCodes.Status413PayloadTooLarge);
        }
    }
}
