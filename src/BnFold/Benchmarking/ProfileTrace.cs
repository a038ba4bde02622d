using System.Text.Json;

namespace BnFold.Benchmarking;

/// <summary>
/// Reads the trace that ONNX Runtime's profiler writes: an array of events in the format of Chrome's tracing, times in microseconds. Each
/// run is an event "model_run", each node in it one of the category "Node".
/// </summary>
internal static class ProfileTrace
{
    private const string Suffix = "_kernel_time";

    /// <summary>Cost of each node, by the middle half of its times in all runs but the first, which is slow; dearest first.</summary>
    public static IReadOnlyList<NodeCost> Read(Stream trace)
    {
        using var document = JsonDocument.Parse(trace);
        var events = document.RootElement.EnumerateArray().Where(item => item.TryGetProperty("dur", out _)).ToArray();
        var runs = events.Where(item => Text(item, "name") == "model_run").OrderBy(Start).ToArray();
        if (runs.Length < 2) return [];
        var warm = Start(runs[0]) + Duration(runs[0]);
        var nodes = events.Where(item => Text(item, "cat") == "Node" && Start(item) >= warm && NameOf(item) is not null);
        var costs = nodes.GroupBy(item => (Name: NameOf(item)!, OpType: OpTypeOf(item)))
            .Select(group => new NodeCost(group.Key.Name, group.Key.OpType, 1e-6 * Middle([.. group.Select(Duration)]) * group.Count() / (runs.Length - 1)));
        return [.. costs.OrderByDescending(cost => cost.Seconds).ThenBy(cost => cost.Node, StringComparer.Ordinal)];
    }

    /// <summary>The mean without the lower and the upper quarter: finer than a median of whole microseconds, and as robust.</summary>
    private static double Middle(double[] times)
    {
        Array.Sort(times);
        var quarter = times.Length / 4;
        return times.AsSpan(quarter, times.Length - (2 * quarter)).ToArray().Average();
    }

    private static string? NameOf(JsonElement item) =>
        Text(item, "name") is { } name && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : null;

    private static string OpTypeOf(JsonElement item) => item.TryGetProperty("args", out var args) ? Text(args, "op_name") ?? "" : "";

    private static double Start(JsonElement item) => item.GetProperty("ts").GetDouble();

    private static double Duration(JsonElement item) => item.GetProperty("dur").GetDouble();

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
