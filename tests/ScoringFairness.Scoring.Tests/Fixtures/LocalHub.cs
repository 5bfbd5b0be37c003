using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>
/// A server that behaves like the hub: small files from itself, large ones by a redirect to a store on another origin, with the
/// hub's own headers; and it fails as a hub may fail.
/// </summary>
internal sealed class LocalHub : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string Repository = "tests/bert-tiny";

    private readonly WebApplication _hub = LocalServer.Build();
    private readonly WebApplication _store = LocalServer.Build();
    private readonly ConcurrentDictionary<string, byte[]> _stored = new();
    private int _cuts;

    /// <summary>The files of the one repository.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Every request: method, path, and the token it carried.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Token, string? Range)> Requests { get; } = [];

    /// <summary>Every request of the store.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Token, string? Range)> StoreRequests { get; } = [];

    /// <summary>The token without which the repository is private.</summary>
    public string? Token { get; set; }

    /// <summary>Answers with this status instead, this often.</summary>
    public (int Status, int Times) Failing { get; set; }

    /// <summary>Breaks each transfer of the store after so many bytes, so often.</summary>
    public (int AfterBytes, int Times) Cutting { get; set; }

    /// <summary>Whether the store's bytes are not those that the hub promised.</summary>
    public bool Alters { get; set; }

    /// <summary>Whether the store ignores what part of a file was asked for.</summary>
    public bool IgnoresRanges { get; set; }

    /// <summary>Whether the hub keeps to itself how large files are.</summary>
    public bool HidesSizes { get; set; }

    /// <summary>How long the store keeps its last bytes back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The commit that main stands for.</summary>
    public string Main { get; set; } = Commit;

    public string Endpoint { get; private set; } = "";

    public static async Task<LocalHub> StartAsync(string? folder = null)
    {
        var hub = new LocalHub();
        foreach (var file in folder is null ? [] : Directory.EnumerateFiles(folder)) hub.Files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        hub._hub.Run(hub.AnswerAsync);
        hub._store.Run(hub.StoreAsync);
        await hub._hub.StartAsync();
        await hub._store.StartAsync();
        hub.Endpoint = hub._hub.Urls.First();
        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(Request(context));
        var (request, response) = (context.Request, context.Response);
        if (Failing.Times > 0)
        {
            Failing = (Failing.Status, Failing.Times - 1);
            response.StatusCode = Failing.Status;
            return;
        }
        var parts = request.Path.Value!.Split('/');
        if (parts is not ["", var owner, var name, "resolve", var revision, var file])
        {
            response.StatusCode = 404;
            return;
        }
        var elsewhere = owner switch
        {
            "renamed" => $"/{Repository}/resolve/{revision}/{file}",
            "endless" => request.Path.Value,
            "astray" => "ftp://127.0.0.1/file",
            _ => null,
        };
        if (elsewhere is not null)
        {
            response.Headers.Location = elsewhere;
            response.StatusCode = 307;
            return;
        }
        if (owner == "gated")
        {
            response.Headers["X-Error-Code"] = "GatedRepo";
            response.StatusCode = 403;
            return;
        }
        var isAllowed = $"{owner}/{name}" == Repository && (Token is null || request.Headers.Authorization == $"Bearer {Token}");
        var problem = !isAllowed ? "RepoNotFound" : revision is not ("main" or "v1") && revision != Commit && revision != Main ? "RevisionNotFound"
            : !Files.ContainsKey(file) ? "EntryNotFound" : null;
        response.Headers["X-Repo-Commit"] = revision == "main" ? Main : revision == "v1" ? Commit : revision;
        if (problem is not null)
        {
            response.Headers["X-Error-Code"] = problem;
            response.StatusCode = isAllowed ? 404 : 401;
            return;
        }
        var content = Files[file];
        if (file.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(content));
            _stored[digest] = content;
            response.Headers["X-Linked-Etag"] = $"\"{digest}\"";
            if (!HidesSizes) response.Headers["X-Linked-Size"] = content.Length.ToString(CultureInfo.InvariantCulture);
            response.Headers.Location = $"{_store.Urls.First()}/{digest}?signature=of-the-hub";
            response.StatusCode = 302;
            return;
        }
        response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..40]}\"";
        response.ContentLength = content.Length;
        if (request.Method == "GET") await response.Body.WriteAsync(content);
    }

    private async Task StoreAsync(HttpContext context)
    {
        StoreRequests.Enqueue(Request(context));
        var content = _stored[context.Request.Path.Value!.Trim('/')].ToArray();
        if (Alters) content[^1] ^= 1;
        var from = 0;
        if (!IgnoresRanges && context.Request.GetTypedHeaders().Range?.Ranges.Single().From is { } asked)
        {
            from = (int)asked;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }
        context.Response.Headers.ETag = "\"the-store-s-own\"";
        context.Response.ContentLength = content.Length - from;
        if (Cutting.Times > 0 && Interlocked.Increment(ref _cuts) <= Cutting.Times)
        {
            await context.Response.Body.WriteAsync(content.AsMemory(from, Math.Min(Cutting.AfterBytes, content.Length - from)));
            await context.Response.Body.FlushAsync();
            // A reset overtakes bytes that were not read yet.
            await Task.Delay(300);
            context.Abort();
            return;
        }
        await context.Response.Body.WriteAsync(content.AsMemory(from, (content.Length - from) / 2));
        await context.Response.Body.FlushAsync();
        await Task.Delay(Delay);
        await context.Response.Body.WriteAsync(content.AsMemory(from + (content.Length - from) / 2));
    }

    private static (string, string, string?, string?) Request(HttpContext context) =>
        (context.Request.Method, context.Request.Path, context.Request.Headers.Authorization, context.Request.Headers.Range);
}
