using BnFold;
using var model = OnnxModel.Load(args[0]);
var report = BatchNormFolder.Fold(model, new() { FreezeInputs = args.Length > 2 });
model.Save(args[1]);
Console.WriteLine($"{Path.GetFileName(args[0])}: nodes {report.Before.Nodes} -> {report.After.Nodes}, BN {report.Before.BatchNormalizations} -> {report.After.BatchNormalizations}");
foreach (var o in report.Outcomes.Where(o => !o.IsFolded).Take(3)) Console.WriteLine($"   kept {o.Node}: {o.Reason} {o.Detail} | {o.ForwardDetail}");
return 0;
