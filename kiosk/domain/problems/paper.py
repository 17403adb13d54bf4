"""The catalogue, batches and cards."""

from __future__ import annotations

from typing import Final

from kiosk.domain.problems.kind import Kind

KINDS: Final[dict[str, Kind]] = {
    # The catalogue
    "catalogue-faulty": Kind(
        422, "事项目录有{count}处问题：\n{faults}", "The catalogue has {count} faults:\n{faults}"
    ),
    "catalogue-unreadable": Kind(
        422, "提交的事项目录读不出来。", "The catalogue that was sent cannot be read."
    ),
    "catalogue-missing": Kind(
        409, "还没有发布过事项目录。", "No catalogue has been published yet."
    ),
    "effective-in-past": Kind(
        422,
        "生效时间不能早于现在：可能已有人看过这一页。马上生效的，不写时间。",
        "A catalogue cannot take effect in the past: somebody may have read the page since. "
        "Leave the time out to publish at once.",
    ),
    # Batches
    "batch-not-found": Kind(404, "没有批次{batch}。", "There is no batch {batch}."),
    "batch-recalled": Kind(
        409, "批次{batch}已经停用，不能再改。", "Batch {batch} is recalled and cannot be changed."
    ),
    "batch-state-recall": Kind(
        422,
        "停用批次{batch}要写原因，请用 kiosk batch recall。",
        "Recalling batch {batch} needs a reason: use kiosk batch recall.",
    ),
    "batch-state-back": Kind(
        409,
        "批次{batch}已是{state}，状态只能向前。",
        "Batch {batch} is already {state}; its state only moves forward.",
    ),
    "batch-state-unknown": Kind(
        422, "没有“{state}”这样的状态。", "There is no state “{state}” of a batch."
    ),
    "reason-too-long": Kind(
        422,
        "停用的原因有{count}个字，最多{most}个字。",
        "The reason has {count} characters; at most {most} are allowed.",
    ),
    "reason-missing": Kind(422, "请写明停用的原因。", "Give the reason of the recall."),
    "replacement-self": Kind(
        422, "批次{batch}不能由自己替换。", "Batch {batch} cannot replace itself."
    ),
    "design-not-found": Kind(
        404, "没有版式{design}；有：{known}。", "There is no design {design}; there are: {known}."
    ),
    "design-missing": Kind(422, "请选一个版式。", "Choose a design."),
    "placements-twice": Kind(
        422,
        "投放点既填了行，又选了文件{file}，请只用一种。",
        "There are typed placements and the file {file}; use only one of the two.",
    ),
    "services-repeated": Kind(422, "同一事项写了两次。", "A service is named twice."),
    "services-not-chosen": Kind(
        422,
        "版式{design}印的是全部事项，不用选事项。",
        "Design {design} shows the whole catalogue; do not choose services.",
    ),
    "services-missing": Kind(
        422, "版式{design}要指明事项。", "Design {design} needs one or more services."
    ),
    "placements-missing": Kind(
        422, "没有投放点；至少要写一个。", "There are no placements; name at least one."
    ),
    "placements-faulty": Kind(
        422,
        "投放点有{count}处问题，没有建立批次：\n{faults}",
        "The placements have {count} faults; no batch was made:\n{faults}",
    ),
    "placement-faulty": Kind(422, "投放点“{name}”的内容不对。", "Placement “{name}” is not valid."),
    "district-not-found": Kind(422, "没有区县“{district}”。", "There is no district “{district}”."),
    "serials-exhausted": Kind(
        409, "卡码不够{size}个。", "There are not {size} serials left in one run."
    ),
    # 预检
    "preflight-needed": Kind(
        409,
        "批次{batch}还没有预检，不能改为已印制：先预检，读得出来的才送印。",
        "Batch {batch} was not examined by pre-flight: what nobody has read is not printed.",
    ),
    "preflight-outdated": Kind(
        409,
        "批次{batch}预检以后，卡面的内容、版式或者主办单位变了；请再预检一次。",
        "The cards of batch {batch} have changed since pre-flight: words, design or office. "
        "Run it again.",
    ),
    "preflight-refused": Kind(
        409,
        "批次{batch}没有通过预检，不能改为已印制；原因见批次页，或者运行 "
        "kiosk cards preflight {batch}。",
        "Pre-flight refused batch {batch}, so it cannot be printed; the batch's page and "
        "kiosk cards preflight {batch} tell why.",
    ),
    "preflight-running": Kind(
        409,
        "批次{batch}正在预检，约需一分钟；请稍后再改状态。",
        "Batch {batch} is being examined, which takes about a minute; change its state then.",
    ),
    "preflight-too-large": Kind(
        422,
        "这里一次最多预检{most}个卡码，这一批有{count}个；请运行单位用命令 "
        "kiosk cards preflight {batch} 预检。",
        "At most {most} codes are examined here, and this batch has {count}; ask the operators to "
        "run kiosk cards preflight {batch}.",
    ),
    "preflight-busy": Kind(
        503,
        "另一批正在预检，请过一会儿再试。",
        "Another batch is being examined; try again in a little while.",
    ),
    "preflight-missing": Kind(
        503,
        "没有安装预检要用的组件{name}；请运行 pip install 'quancheng-mingbai-card[preflight]'。",
        "Pre-flight needs {name}, which is not installed: "
        "pip install 'quancheng-mingbai-card[preflight]'.",
    ),
    "preflight-stopped": Kind(
        503, "预检没有做完就停了；请再试一次。", "Pre-flight was not finished; try again."
    ),
    "preflight-report-large": Kind(
        422, "批次{batch}的预检结果太大，没有保存。", "The report on batch {batch} is too large."
    ),
    "preflight-no-print-file": Kind(
        422,
        "{name}不是PDF，也不是能读的图片（PNG、JPEG、TIFF、WebP）。",
        "{name} is neither a PDF nor a picture that can be read (PNG, JPEG, TIFF, WebP).",
    ),
    "preflight-file-too-large": Kind(
        422,
        "{name}太大，没有打开：文件至多200 MB，PDF至多1000页，一页或者一张图片至多2400万像素"
        "（300 dpi 时约为 SRA3）；请分成几个文件，或者缩小图片。",
        "{name} is too large and was not opened: at most 200 MB a file, 1,000 pages a PDF and "
        "24 million pixels a page or picture (about SRA3 at 300 dpi); divide it, or make the "
        "picture smaller.",
    ),
    "preflight-no-scale": Kind(
        422,
        "图片{name}没有写明分辨率，不知道印出来多大；请加上 --dpi。",
        "The picture {name} does not tell its resolution, so its size in print is unknown: "
        "give --dpi.",
    ),
    # Cards
    "card-text-too-long": Kind(
        422,
        "{service}的卡面放不下：{box}超出{surplus}个字，请写短一些（{text}）。",
        "{service} does not fit its card: {box} is {surplus} characters too long, shorten it"
        " ({text}).",
    ),
    "card-too-full": Kind(
        422,
        "{service}的卡面放不下：{box}高出{surplus:.1f}毫米，请删减文字。",
        "{service} does not fit its card: {box} is {surplus:.1f} mm too high, shorten its texts.",
    ),
    "card-character-missing": Kind(
        422,
        "{service}的卡面上，{box}有印刷字体没有的字，请换一个字：{characters}。",
        "The print fonts lack characters of {service}, {box}; use others: {characters}.",
    ),
    "card-address-too-long": Kind(
        422,
        "卡上的网址太长，二维码在版式{design}上会印得太细；请换短一些的域名。",
        "The address is too long for the symbol of design {design}; use a shorter host name.",
    ),
    "design-faulty": Kind(
        422,
        "版式{design}有{count}处问题：\n{faults}",
        "Design {design} has {count} faults:\n{faults}",
    ),
    "design-quiet-zone": Kind(
        422,
        "版式{design}的{box}进入了二维码四周的空白区。",
        "In design {design} {box} enters the quiet zone of the symbol.",
    ),
    "design-safe-area": Kind(
        422,
        "版式{design}的{box}离裁切线或折线太近，超出{surplus:.1f}毫米。",
        "In design {design} {box} is {surplus:.1f} mm too near a cut or a fold.",
    ),
    "design-symbols-close": Kind(
        422,
        "版式{design}里两个二维码只隔{gap:.1f}毫米（{box}和{other}），手机会同时看到两个。",
        "In design {design} two symbols are only {gap:.1f} mm apart ({box} and {other}); a phone"
        " would see both.",
    ),
    "picture-too-coarse": Kind(
        422, "{dpi} dpi 太低，印不出二维码。", "{dpi} dpi is too coarse for a symbol."
    ),
    # Print files
    "profile-not-found": Kind(
        404,
        "没有用途“{profile}”；有：{known}。",
        "There is no profile {profile}; there are: {known}.",
    ),
    "profile-faulty": Kind(
        500,
        "文件用途{profile}有{count}处问题：\n{faults}",
        "Profile {profile} has {count} faults:\n{faults}",
    ),
    "profile-no-sheets": Kind(
        422,
        "用途{profile}是每页一面，不拼版；要拼版，用 office 或 press。",
        "Profile {profile} has a side a page and no sheets; for sheets take office or press.",
    ),
    "profile-no-pictures": Kind(
        422,
        "图片（{format}）只用在“屏幕上看”（screen）和“印刷厂通用”（plain）；"
        "打印、印刷用 PDF 或 ZIP。",
        "Pictures ({format}) are made with the profiles screen and plain only; for print take PDF "
        "or ZIP.",
    ),
    "sheet-too-small": Kind(
        422,
        "{sheet} 纸放不下这种卡（{width:g} × {height:g} 毫米）；请用更大的纸，或者交给印刷厂。",
        "This card ({width:g} × {height:g} mm) does not fit on {sheet}; take larger paper, or give "
        "it to a print shop.",
    ),
    "sheet-unknown": Kind(
        422, "没有“{sheet}”这种纸；有：{known}。", "There is no sheet {sheet}; there are: {known}."
    ),
    "turn-unknown": Kind(
        422,
        "翻转方式“{turn}”不对：长边 long，短边 short。",
        "There is no turn {turn}; it is long or short.",
    ),
    "cards-range-outside": Kind(
        422,
        "没有第{first}至第{last}张：这一批共{count}张，从1数起。",
        "There are no cards {first} to {last}: this batch has {count}, counted from 1.",
    ),
    "cards-range-faulty": Kind(
        422,
        "范围“{text}”写得不对，应为 1-500 这样两个数。",
        "The range {text} is not two numbers like 1-500.",
    ),
    "gutter-faulty": Kind(
        422,
        "间隔“{text}”不对，应为 0 至 {most:g} 毫米。",
        "The gutter {text} is not a length of 0 to {most:g} mm.",
    ),
    "format-unknown": Kind(
        422, "没有“{format}”这种文件；有：{known}。", "There is no format {format}; take {known}."
    ),
    # The press of the desk
    "press-busy": Kind(
        503,
        "另一份印刷文件正在生成，请过一会儿再试。",
        "Another print file is being made; try again in a little while.",
    ),
    "press-too-large": Kind(
        422,
        "这里一次最多生成{most}张卡，要的有{count}张。请按范围分几次下载，或者请运行单位用命令 "
        "kiosk cards render {batch} 生成。",
        "At most {most} cards at a time are made here, and {count} are asked for. Take them in "
        "several ranges, or ask the operators to run kiosk cards render {batch}.",
    ),
    "press-too-slow": Kind(
        503,
        "印刷文件生成得太久，已经停下；请过一会儿再试，或者请运行单位用命令生成。",
        "The print file took too long and was stopped; try again later, or ask the operators to "
        "make it by command.",
    ),
    "press-stopped": Kind(
        503, "印刷文件没有生成完；请再试一次。", "The print file was not finished; try again."
    ),
    # Why a card is only a 样张
    "specimen-not-preflighted": Kind(
        409,
        "批次{batch}还没有通过预检（预检只看二维码好不好读，不看内容）。",
        "Batch {batch} has not passed pre-flight, which judges whether it reads, not what it says.",
    ),
    "specimen-not-https": Kind(
        409, "网址{address}不是 https。", "The address {address} is not https."
    ),
    "specimen-local-address": Kind(
        409,
        "网址{address}只在本机或内网有效。",
        "The address {address} opens on this machine or network only.",
    ),
    "specimen-draft": Kind(
        409, "{service}还没有经办公室确认。", "{service} is not confirmed by the office."
    ),
    "specimen-catalogue-draft": Kind(
        409,
        "还有事项没有经办公室确认：{services}。",
        "Services not confirmed by the office: {services}.",
    ),
    "specimen-partial": Kind(
        409,
        "{service}的“{box}”待核实（只见于旁证）。",
        "{service}, “{box}”: seen in a secondary source only.",
    ),
    "specimen-knowledge": Kind(
        409, "{service}的“{box}”待核实。", "{service}, “{box}”: not verified."
    ),
    "specimen-office": Kind(
        409, "{service}的“{box}”待填。", "{service}, “{box}”: to be filled in by the office."
    ),
}
