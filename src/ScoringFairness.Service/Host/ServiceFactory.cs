namespace ScoringFairness.Service.Host;

/// <summary>Makes a service that only has to be started; the composition root knows how.</summary>
/// <param name="settings">Settings in the form of a command line, above all other sources.</param>
/// <param name="cancellation">Ends the making.</param>
internal delegate Task<WebApplication> ServiceFactory(string[] settings, CancellationToken cancellation);
