using System.Net;
using System.Text.Json;

namespace ScoringFairness.Service.Host.Access;

/// <summary>How the program's own verbs call a service.</summary>
internal static class ServiceClient
{
    /// <summary>The environment variable that holds the caller's key.</summary>
    public const string KeyVariable = "SCORING_FAIRNESS_KEY";

    /// <summary>A client of a service; it sends the key of <see cref="KeyVariable"/> where there is one.</summary>
    public static HttpClient To(Uri service)
    {
        var http = new HttpClient { BaseAddress = service, Timeout = TimeSpan.FromMinutes(5) };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            http.DefaultRequestHeaders.Add(AccessHandler.Header, key);
        }
        return http;
    }

    /// <summary>Why a service refused, in a sentence for whoever called it by a verb of the program.</summary>
    public static async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            return answer.RequestMessage?.Headers.Contains(AccessHandler.Header) == true
                ? $"The key in {KeyVariable} is not known to the service, has expired or was revoked."
                : $"The service lets nobody in without a key: set {KeyVariable} to one.";
        }
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        return Detail(body) ?? $"{(int)answer.StatusCode}: {body}";
    }

    private static string? Detail(string body)
    {
        try
        {
            var problem = JsonElement.Parse(body);
            return problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
