using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace BnFold.Benchmarks;

/// <summary>Gigabytes (10⁹) per second, for benchmarks that say how many bytes they go through.</summary>
public sealed class ThroughputColumn : IColumn
{
    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "GB/s";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Bytes read per second";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var bytes = benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttributes(typeof(BytesAttribute), inherit: false);
        var nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return bytes is [BytesAttribute { Count: var count }] && nanoseconds is { } mean
            ? (count / mean).ToString("F2", CultureInfo.InvariantCulture)
            : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(
        benchmark => benchmark.Descriptor.WorkloadMethod.IsDefined(typeof(BytesAttribute), inherit: false));

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
