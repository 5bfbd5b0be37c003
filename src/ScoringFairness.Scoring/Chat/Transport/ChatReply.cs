using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Scoring.Chat.Transport;

/// <summary>What came of one request to an endpoint.</summary>
/// <param name="Status">The HTTP status; 0: no answer came.</param>
/// <param name="Body">The JSON that came; null where it was none.</param>
internal sealed record ChatReply(int Status, JsonNode? Body)
{
    private const int LongestReason = 500;

    /// <summary>How long the endpoint asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether there was no connection to send it by.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Whether the request was done and told in JSON.</summary>
    public bool IsDone => Status is >= 200 and < 300 && Body is not null;

    /// <summary>Whether the same request may be done later.</summary>
    public bool MayPass =>
        Status is 0 or 408 or 409 or 425 or (>= 500 and not 501)
        || (Status == 429 && Code != "insufficient_quota")
        || (Status is >= 200 and < 300 && Body is null);

    /// <summary>The endpoint's own code of an error.</summary>
    public string? Code => Error("code");

    /// <summary>Why the request was not done, for people; texts of responses are not taken out of it yet.</summary>
    public string Reason
    {
        get
        {
            var told = Error("message");
            var reason = IsUnsent ? "there is no connection to it"
                : Status == 0 ? "no answer came"
                : Status < 300 ? "the answer was no JSON"
                : $"status {Status.ToString(CultureInfo.InvariantCulture)}{(told is null ? "" : $", {told}")}";
            return reason.Length > LongestReason ? reason[..LongestReason] : reason;
        }
    }

    /// <summary>In a word or two, without anything that the endpoint wrote.</summary>
    public string Result => IsUnsent ? "not sent" : Status == 0 ? "no answer" : IsDone ? "answered" : $"status {Status.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads a response of the pipeline.</summary>
    public static ChatReply Of(PipelineResponse response) => new(response.Status, Parse(response.Content)) { RetryAfter = Wait(response) };

    private static JsonNode? Parse(BinaryData content)
    {
        try
        {
            return JsonNode.Parse(content.ToMemory().Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? Wait(PipelineResponse response)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out var precise) && double.TryParse(precise, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return TimeSpan.FromMilliseconds(Math.Max(0, milliseconds));
        }
        if (!response.Headers.TryGetValue("Retry-After", out var told) || told is null)
        {
            return null;
        }
        return double.TryParse(told, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Max(0, seconds))
            : DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, out var until) && until > DateTimeOffset.UtcNow ? until - DateTimeOffset.UtcNow
            : null;
    }

    private string? Error(string name) =>
        Status < 300 || Body is not JsonObject whole ? null
        : whole["error"] is JsonObject error ? error[name]?.ToString()
        : name == "message" ? (whole["error"] ?? whole["message"] ?? whole["detail"])?.ToString() : null;
}
