using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using ScoringFairness.Scoring.Chat;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>
/// A server that speaks the endpoints of chat completions, files and fine-tuning jobs, grades by a word of the response, learns from
/// training files which word has which level, and misbehaves as endpoints do.
/// </summary>
internal sealed class LocalChat : IAsyncDisposable
{
    public const string Key = "key-of-the-tests";
    public const string Model = "grader-1";
    private static readonly string[] Words = ["wrong", "partly", "mostly", "right"];
    private readonly WebApplication _server = LocalServer.Build();

    public LocalChat() => Tuning = new LocalTuning(this);

    public LocalTuning Tuning { get; }

    public string Endpoint { get; private set; } = "";

    /// <summary>Bodies of the requests to grade, in the order of their coming.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = [];

    /// <summary>Everything that came, as text.</summary>
    public ConcurrentQueue<string> Everything { get; } = [];

    /// <summary>What happens to the next requests instead of an answer.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Mishaps { get; } = [];

    /// <summary>What becomes of the answers to some responses: a completion's message and reason to end; null: the usual one.</summary>
    public Func<string, (JsonObject Message, string Finish)?> Instead { get; set; } = _ => null;

    /// <summary>Whether log-probabilities are given.</summary>
    public bool GivesProbabilities { get; set; } = true;

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    public int AtOnce { get; private set; }

    public int MostAtOnce { get; private set; }

    public long Tokens;

    public static async Task<LocalChat> StartAsync()
    {
        var chat = new LocalChat();
        chat._server.Run(chat.AnswerAsync);
        await chat._server.StartAsync();
        chat.Endpoint = chat._server.Urls.First() + "/v1";
        return chat;
    }

    /// <summary>Settings by which a service finds this endpoint under a name.</summary>
    public IEnumerable<(string Name, string Value)> Settings(string name = "local") =>
    [
        ($"Chat:Endpoints:{name}:BaseAddress", Endpoint), ($"Chat:Endpoints:{name}:ApiKey", Key), ($"Chat:Endpoints:{name}:TimeoutSeconds", "20"),
        ($"Chat:Endpoints:{name}:BackoffSeconds", "0.02"), ($"Chat:Endpoints:{name}:PollSeconds", "0.1"), ($"Chat:Endpoints:{name}:Attempts", "4"),
        ($"Chat:Endpoints:{name}:Models:0:Name", Model), ($"Chat:Endpoints:{name}:Models:0:InputPerMillion", "2"),
        ($"Chat:Endpoints:{name}:Models:0:OutputPerMillion", "10"), ($"Chat:Endpoints:{name}:Models:0:TrainingPerMillion", "5"),
        ($"Chat:Endpoints:{name}:Models:0:TunedInputPerMillion", "3"), ("Chat:CleanupSeconds", "0.3"),
    ];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The response that a request is about, taken out of its fence.</summary>
    public static string ResponseOf(JsonNode request) => (string)JsonNode.Parse((string)request["messages"]!.AsArray()[^1]!["content"]!)!["response"]!;

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null, string message = "try later", string? code = null) => async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = "error", ["code"] = code } });
    };

    public static Func<HttpContext, Task> Hangs => context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);

    public static Func<HttpContext, Task> BreaksOff => async context =>
    {
        context.Response.ContentLength = 500;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"id":"x","choices":[""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    public static Func<HttpContext, Task> IsNoJson => context => context.Response.WriteAsync("<html>Bad gateway</html>");

    /// <summary>A completion with these words; the usual usage.</summary>
    public Func<HttpContext, Task> Says(string content, string finish = "stop") => context =>
        CompleteAsync(context, new JsonObject { ["role"] = "assistant", ["content"] = content }, finish, 10, null);

    private async Task AnswerAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync();
        context.Request.Body.Position = 0;
        // What divides the parts of a form is random, and may look like anything.
        var said = context.Request.ContentType?.Split("boundary=") is [_, var boundary] ? body.Replace(boundary.Trim('"'), "", StringComparison.Ordinal) : body;
        Everything.Enqueue($"{context.Request.Method} {context.Request.Path}\n{context.Request.Headers.UserAgent}\n{said}");
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            await Status(401, message: "Incorrect API key", code: "invalid_api_key")(context);
        }
        else if (context.Request.Path == "/v1/chat/completions")
        {
            await ChatAsync(context, JsonNode.Parse(body)!);
        }
        else
        {
            await Tuning.AnswerAsync(context, body);
        }
    }

    private async Task ChatAsync(HttpContext context, JsonNode request)
    {
        lock (_server) MostAtOnce = Math.Max(MostAtOnce, ++AtOnce);
        try
        {
            Requests.Enqueue(request);
            if (Mishaps.TryDequeue(out var mishap))
            {
                await mishap(context);
                return;
            }
            await Task.Delay(Delay);
            var text = ResponseOf(request);
            var prompt = request["messages"]!.AsArray().Sum(message => ChatTokens.Count((string)message!["content"]!) + 4);
            if (Instead(text) is var (message, finish))
            {
                await CompleteAsync(context, message, finish, prompt, null);
                return;
            }
            var labels = Labels(request);
            var level = Math.Min(labels.Count - 1, Tuning.Level((string)request["model"]!, text) ?? Math.Max(0, Array.FindIndex(Words, text.StartsWith)));
            await CompleteAsync(
                context, new JsonObject { ["role"] = "assistant", ["content"] = $"{{\"level\": \"{labels[level]}\"}}", ["refusal"] = null }, "stop", prompt,
                GivesProbabilities && (bool?)request["logprobs"] == true ? Probabilities(labels, level) : null);
        }
        finally
        {
            lock (_server) AtOnce--;
        }
    }

    private static List<string> Labels(JsonNode request) =>
        request["response_format"]!["json_schema"]?["schema"]!["properties"]!["level"]!["enum"] is JsonArray labels
            ? [.. labels.Select(label => (string)label!)]
            : ["0", "1", "2", "3"];

    /// <summary>The level that is named has probability 0.7; the others share the rest.</summary>
    private static JsonArray Probabilities(List<string> labels, int level)
    {
        JsonObject Token(string text, double probability, JsonArray? others = null) => new()
        {
            ["token"] = text,
            ["logprob"] = Math.Log(probability),
            ["bytes"] = null,
            ["top_logprobs"] = others ?? [new JsonObject { ["token"] = text, ["logprob"] = Math.Log(probability), ["bytes"] = null }],
        };
        var alternatives = new JsonArray([.. labels.Select((label, at) => Token(label, at == level ? 0.7 : 0.3 / (labels.Count - 1)))]);
        return [Token("{\"", 1), Token("level", 1), Token("\": \"", 1), Token(labels[level], 0.7, alternatives), Token("\"}", 1)];
    }

    private Task CompleteAsync(HttpContext context, JsonObject message, string finish, int prompt, JsonArray? probabilities)
    {
        Interlocked.Add(ref Tokens, prompt + 8);
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = message,
                ["finish_reason"] = finish,
                ["logprobs"] = probabilities is null ? null : new JsonObject { ["content"] = probabilities },
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = prompt, ["completion_tokens"] = 8, ["total_tokens"] = prompt + 8 },
        });
    }
}
