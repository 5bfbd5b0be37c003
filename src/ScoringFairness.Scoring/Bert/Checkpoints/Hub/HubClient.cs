using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Hub;

/// <summary>The hub's HTTP layout: <c>/{owner}/{name}/resolve/{revision}/{file}</c>.</summary>
/// <remarks>
/// The hub answers with the commit (X-Repo-Commit) and, for a large file, with a redirect to a store elsewhere that carries the
/// content's digest and size (X-Linked-Etag, X-Linked-Size). The token goes to the endpoint's own host alone.
/// </remarks>
internal sealed class HubClient(HubSettings settings, CheckpointName.Hub name) : IDisposable
{
    private const int MostRedirects = 10;
    private const int MostAttempts = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>What the hub says of a file; null where the repository has none of that name.</summary>
    /// <exception cref="CheckpointException">The hub refuses, or does not answer as a hub does.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached.</exception>
    public async Task<HubFile?> FindAsync(string revision, string file, CancellationToken cancellation)
    {
        var uri = Address(revision, file);
        var (commit, digest, size) = ((string?)null, (string?)null, (string?)null);
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            using var response = await SendAsync(HttpMethod.Head, uri, null, cancellation);
            if (IsAbsent(response)) return null;
            Refuse(response, revision);
            commit ??= Header(response, "X-Repo-Commit");
            digest ??= Header(response, "X-Linked-Etag");
            size ??= Header(response, "X-Linked-Size");
            var next = Next(response, uri);
            if (next is not null && IsEndpoint(next))
            {
                uri = next;
                continue;
            }
            digest ??= response.Headers.ETag?.Tag;
            var length = long.TryParse(size, out var linked) ? linked : next is null ? response.Content.Headers.ContentLength : null;
            return Described(commit, digest, length);
        }
        throw Problem($"the hub redirects more than {MostRedirects} times");
    }

    /// <summary>Opens a file's content from a byte on.</summary>
    /// <returns>The answer: 200 with all of it, 206 with the rest, or 416 where nothing lies there.</returns>
    /// <exception cref="CheckpointException">The hub refuses.</exception>
    /// <exception cref="HttpRequestException">The hub, or the store that it names, cannot be reached.</exception>
    public async Task<HttpResponseMessage> OpenAsync(string commit, string file, long from, CancellationToken cancellation)
    {
        var uri = Address(commit, file);
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            var response = await SendAsync(HttpMethod.Get, uri, from > 0 ? new(from, null) : null, cancellation);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
            try
            {
                Refuse(response, commit);
                if (Next(response, uri) is not { } next) return response;
                uri = next;
            }
            catch
            {
                response.Dispose();
                throw;
            }
            response.Dispose();
        }
        throw Problem($"the hub redirects more than {MostRedirects} times");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HubFile Described(string? commit, string? digest, long? length)
    {
        var tag = digest?.Trim();
        var etag = (tag?.StartsWith("W/", StringComparison.Ordinal) == true ? tag[2..] : tag)?.Trim('"');
        if (commit is null || !HubFile.IsCommit(commit)) throw Problem("the hub names no commit (X-Repo-Commit): HF_ENDPOINT may not be a hub");
        return etag is not null && HubFile.IsFileName(etag)
            ? new(commit, etag, length)
            : throw Problem("the hub gives no digest of the content (ETag, X-Linked-Etag): HF_ENDPOINT may not be a hub");
    }

    private Uri Address(string revision, string file) =>
        new(settings.Endpoint, $"{name.Owner}/{name.Name}/resolve/{Uri.EscapeDataString(revision)}/{Uri.EscapeDataString(file)}");

    private bool IsEndpoint(Uri uri) =>
        uri.Scheme == settings.Endpoint.Scheme && uri.Port == settings.Endpoint.Port
        && string.Equals(uri.Host, settings.Endpoint.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends a request, again after a pause where the hub is busy or out of order.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, RangeHeaderValue? range, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, uri);
            request.Headers.AcceptEncoding.Add(new("identity"));
            request.Headers.UserAgent.Add(new("ScoringFairness", Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)));
            request.Headers.Range = range;
            if (settings.Token is not null && IsEndpoint(uri)) request.Headers.Authorization = new("Bearer", settings.Token);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(settings.StallTimeout);
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            }
            catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
            {
                throw new HttpRequestException($"No answer within {settings.StallTimeout.TotalSeconds:0} s.", exception);
            }
            var isBusy = response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
            if (!isBusy) return response;
            var (status, asked) = ((int)response.StatusCode, response.Headers.RetryAfter?.Delta);
            response.Dispose();
            if (attempt == MostAttempts)
                throw Problem($"the hub answers {status}, {MostAttempts} times: try again later, or set HF_ENDPOINT to a mirror", mayPass: true);
            var pause = asked > TimeSpan.Zero ? asked.Value : settings.RetryDelay * (1 << (attempt - 1));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellation);
        }
    }

    private static bool IsAbsent(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound && Header(response, "X-Error-Code") is null or "EntryNotFound";

    private void Refuse(HttpResponseMessage response, string revision)
    {
        var status = (int)response.StatusCode;
        if (status < 400) return;
        throw Problem((status, Header(response, "X-Error-Code")) switch
        {
            (_, "GatedRepo") => "its owner grants access to it: ask for that on its page, then set HF_TOKEN to a token of the account",
            (401 or 403, _) => settings.Token is null
                ? "the hub has no such repository, or it is private: check the name, or set HF_TOKEN"
                : "the hub has no such repository, or the token of HF_TOKEN may not read it",
            (404, "RevisionNotFound") => $"the repository has no revision '{revision}'",
            (404, _) => "the hub has no such repository: check the name",
            _ => $"the hub answers {status}",
        });
    }

    private Uri? Next(HttpResponseMessage response, Uri from)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return null;
        var next = response.Headers.Location is { } location ? new Uri(from, location) : throw Problem("the hub redirects to nowhere");
        return next.Scheme == "https" || (next.Scheme == "http" && from.Scheme == "http")
            ? next
            : throw Problem($"the hub redirects from {from.Scheme} to {next.Scheme}, which is not followed");
    }

    private static string? Header(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;

    private CheckpointException Problem(string problem, bool mayPass = false) => new($"Checkpoint '{name}': {problem}.") { MayPass = mayPass };
}
