using FrameRing.CommandLine;
using FrameRing.Consumer;

return ToolRunner.Run(ConsumerCommand.Create(), args, "consumer");
