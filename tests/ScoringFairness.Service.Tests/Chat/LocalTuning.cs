using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ScoringFairness.Service.Tests.Chat;

/// <summary>The files and fine-tuning jobs of a <see cref="LocalChat"/>.</summary>
internal sealed class LocalTuning(LocalChat chat)
{
    private readonly ConcurrentDictionary<string, Dictionary<string, int>> _learnt = new();
    private int _numbers;

    /// <summary>The files that lie there, by id: name and lines.</summary>
    public ConcurrentDictionary<string, (string Name, string[] Lines)> Files { get; } = new();

    /// <summary>Every file that ever lay there.</summary>
    public ConcurrentQueue<(string Name, string[] Lines)> Uploads { get; } = [];

    public ConcurrentDictionary<string, JsonObject> Jobs { get; } = new();

    /// <summary>Looks at a job until it ends.</summary>
    public int Looks { get; set; } = 2;

    /// <summary>How jobs end.</summary>
    public string Ends { get; set; } = "succeeded";

    /// <summary>Files that are refused for their deletion, so often.</summary>
    public int FailingDeletions;

    /// <summary>Jobs that are begun without their answer arriving, so often.</summary>
    public int UnheardJobs;

    /// <summary>Uploads that are stored without their answer arriving, so often.</summary>
    public int UnheardUploads;

    /// <summary>The level that a model made here gives a response; null: it is none.</summary>
    public int? Level(string model, string text) =>
        _learnt.TryGetValue(model, out var words) ? words.GetValueOrDefault(text.Split(' ')[0]) : null;

    public async Task AnswerAsync(HttpContext context, string body)
    {
        var parts = context.Request.Path.Value!.Trim('/').Split('/')[1..];
        await ((context.Request.Method, parts) switch
        {
            ("POST", ["files"]) => UploadAsync(context),
            ("GET", ["files"]) => context.Response.WriteAsJsonAsync(List(Files.Select(file => File(file.Key, file.Value.Name)))),
            ("DELETE", ["files", var id]) => DeleteAsync(context, id),
            ("POST", ["fine_tuning", "jobs"]) => BeginAsync(context, JsonNode.Parse(body)!),
            ("GET", ["fine_tuning", "jobs"]) => context.Response.WriteAsJsonAsync(List(Jobs.Values.Select(job => job.DeepClone()))),
            ("GET", ["fine_tuning", "jobs", var id]) => JobAsync(context, id),
            ("POST", ["fine_tuning", "jobs", var id, "cancel"]) => CancelAsync(context, id),
            ("GET", ["fine_tuning", "jobs", var id, "checkpoints"]) => context.Response.WriteAsJsonAsync(List(Checkpoints(id))),
            _ => LocalChat.Status(404, message: "no such place")(context),
        });
    }

    private async Task UploadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var file = form.Files.Single();
        using var reader = new StreamReader(file.OpenReadStream());
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("fine-tune", form["purpose"]);
        if (chat.Mishaps.TryDequeue(out var mishap))
        {
            await mishap(context);
            return;
        }
        var id = $"file-{Interlocked.Increment(ref _numbers)}";
        Files[id] = (file.FileName, lines);
        Uploads.Enqueue((file.FileName, lines));
        if (Interlocked.Decrement(ref UnheardUploads) >= 0)
        {
            context.Abort();
            return;
        }
        await context.Response.WriteAsJsonAsync(File(id, file.FileName));
    }

    private async Task DeleteAsync(HttpContext context, string id)
    {
        if (Interlocked.Decrement(ref FailingDeletions) >= 0)
        {
            await LocalChat.Status(403, message: "not now")(context);
            return;
        }
        if (!Files.TryRemove(id, out _))
        {
            await LocalChat.Status(404, message: "no such file")(context);
            return;
        }
        await context.Response.WriteAsJsonAsync(new JsonObject { ["id"] = id, ["object"] = "file", ["deleted"] = true });
    }

    private async Task BeginAsync(HttpContext context, JsonNode asked)
    {
        if (chat.Mishaps.TryDequeue(out var mishap))
        {
            await mishap(context);
            return;
        }
        var id = $"ftjob-{Interlocked.Increment(ref _numbers)}";
        var lines = Files[(string)asked["training_file"]!].Lines;
        Jobs[id] = new JsonObject
        {
            ["id"] = id,
            ["object"] = "fine_tuning.job",
            ["created_at"] = 1,
            ["model"] = (string)asked["model"]!,
            ["organization_id"] = "org-1",
            ["status"] = "queued",
            ["training_file"] = (string)asked["training_file"]!,
            ["validation_file"] = (string?)asked["validation_file"],
            ["hyperparameters"] = new JsonObject { ["n_epochs"] = (int)asked["method"]!["supervised"]!["hyperparameters"]!["n_epochs"]! },
            ["seed"] = (int)asked["seed"]!,
            ["fine_tuned_model"] = null,
            ["trained_tokens"] = null,
            ["result_files"] = new JsonArray(),
            ["error"] = null,
            ["looks"] = 0,
            ["tokens"] = lines.Sum(line => line.Length) / 4 * (int)asked["method"]!["supervised"]!["hyperparameters"]!["n_epochs"]!,
        };
        _learnt[$"ft:{id}"] = lines.Select(line => JsonNode.Parse(line)!["messages"]!.AsArray())
            .Select(turns => (
                Word: ((string)JsonNode.Parse((string)turns[^2]!["content"]!)!["response"]!).Split(' ')[0],
                Label: (string)JsonNode.Parse((string)turns[^1]!["content"]!)!["level"]!))
            .GroupBy(one => one.Word)
            .ToDictionary(
                word => word.Key,
                word => int.Parse(word.GroupBy(one => one.Label).MaxBy(label => label.Count())!.Key, CultureInfo.InvariantCulture));
        if (Interlocked.Decrement(ref UnheardJobs) >= 0)
        {
            context.Abort();
            return;
        }
        await context.Response.WriteAsJsonAsync(Jobs[id].DeepClone());
    }

    private async Task JobAsync(HttpContext context, string id)
    {
        if (!Jobs.TryGetValue(id, out var job))
        {
            await LocalChat.Status(404, message: "no such job")(context);
            return;
        }
        JsonNode told;
        lock (job)
        {
            var looks = (int)job["looks"]! + 1;
            job["looks"] = looks;
            if ((string)job["status"]! is "queued" or "running")
            {
                job["status"] = looks > Looks ? Ends : "running";
                if ((string)job["status"]! == "succeeded")
                {
                    job["fine_tuned_model"] = $"ft:{id}";
                    job["trained_tokens"] = (int)job["tokens"]!;
                }
                if ((string)job["status"]! == "failed")
                {
                    job["error"] = new JsonObject
                    {
                        ["code"] = "invalid_training_file",
                        ["message"] = "The training file has too few examples",
                        ["param"] = "training_file",
                    };
                }
            }
            told = job.DeepClone();
        }
        await context.Response.WriteAsJsonAsync(told);
    }

    private async Task CancelAsync(HttpContext context, string id)
    {
        JsonNode told;
        lock (Jobs[id])
        {
            Jobs[id]["status"] = "cancelled";
            told = Jobs[id].DeepClone();
        }
        await context.Response.WriteAsJsonAsync(told);
    }

    private IEnumerable<JsonNode> Checkpoints(string id) =>
        Enumerable.Range(1, (int)Jobs[id]["hyperparameters"]!["n_epochs"]!).Reverse().Select(epoch => new JsonObject
        {
            ["id"] = $"ckpt-{epoch}",
            ["object"] = "fine_tuning.job.checkpoint",
            ["created_at"] = epoch,
            ["fine_tuning_job_id"] = id,
            ["fine_tuned_model_checkpoint"] = $"ft:{id}:{epoch}",
            ["step_number"] = epoch * 10,
            ["metrics"] = new JsonObject { ["step"] = epoch * 10, ["train_loss"] = 1.0 / epoch, ["full_valid_loss"] = 1.2 / epoch },
        });

    private static JsonObject File(string id, string name) => new()
    {
        ["id"] = id,
        ["object"] = "file",
        ["bytes"] = 1,
        ["created_at"] = 1,
        ["filename"] = name,
        ["purpose"] = "fine-tune",
        ["status"] = "processed",
    };

    private static JsonObject List(IEnumerable<JsonNode> items) =>
        new() { ["object"] = "list", ["data"] = new JsonArray([.. items]), ["has_more"] = false, ["first_id"] = null, ["last_id"] = null };
}
